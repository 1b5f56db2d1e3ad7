#!/bin/sh
# Restores a backup of backup.sh to an instant, into an empty folder; the pages stay stopped meanwhile. Then docs/operating.md goes on:
# contactpoint replay, contactpoint sequence --new-log.
#   restore.sh BACKUP.tar.age IDENTITY FOLDER ARCHIVE 'YYYY-MM-DD HH:MM:SS+00'
set -eu
umask 077
backup=$1 identity=$2 folder=$3 archive=$4 instant=$5
[ -z "$(ls -A "$folder" 2>/dev/null)" ] || { echo "restore.sh: $folder is not empty" >&2; exit 1; }
mkdir -p "$folder"
age --decrypt --identity "$identity" "$backup" | tar --extract --directory="$folder" --strip-components=1
pg_verifybackup "$folder"
cat >> "$folder/postgresql.conf" <<CONF
restore_command = 'cp "$archive/%f" "%p"'
recovery_target_time = '$instant'
recovery_target_action = 'promote'
CONF
touch "$folder/recovery.signal"
echo "Start PostgreSQL on $folder. If it says that recovery ended before its target, WAL is missing or damaged: do not go on."
