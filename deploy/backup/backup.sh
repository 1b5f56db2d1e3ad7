#!/bin/sh
# A base backup of the day, checked, encrypted for a key whose other half is elsewhere; nightly, as the account that may replicate.
#   PGHOST, PGUSER, PGPASSFILE    a login with "replication"            BACKUP_FOLDER     where backups are kept, on another site
#   BACKUP_RECIPIENTS             age's recipients, a line each         BACKUP_DAYS       35: longer, and a child who left is kept too long
set -eu
umask 077
: "${BACKUP_FOLDER:?}" "${BACKUP_RECIPIENTS:?}"
day=$(date -u +%Y-%m-%d)
making=$(mktemp -d "$BACKUP_FOLDER/making.XXXXXX")
trap 'rm -rf "$making"' EXIT
pg_basebackup --pgdata="$making/data" --wal-method=stream --checkpoint=fast --no-password
pg_verifybackup "$making/data"
tar --create --directory="$making" data | age --encrypt --recipients-file "$BACKUP_RECIPIENTS" > "$making/sealed"
sync "$making/sealed"
mv "$making/sealed" "$BACKUP_FOLDER/$day.tar.age"
find "$BACKUP_FOLDER" -maxdepth 1 -name '*.tar.age' -mtime +"${BACKUP_DAYS:-35}" -delete
