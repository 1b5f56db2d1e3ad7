import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterProgram } from './debian-cluster.ts';
import { runAs, tryAs } from './debian.ts';
import { flip, oneOf, type Flip, type Flipped } from './flipping.ts';
import { placeOfByte, walReads, walRecords, type WalRecord, type WalSpan } from './wal-records.ts';

/** The name that the end of the WAL is known by. */
export const restorePoint = 'the-end';

/** Changes bytes of records, one after the other; pg_waldump must find each. */
export async function flipWal(span: WalSpan, flips: number): Promise<Flipped> {
  const records = await walRecords(span);
  let found = 0;
  for (let nth = 0; nth < flips; nth += 1) {
    const changed = flipRecord(span, oneOf(records));
    if (!(await walReads(span))) found += 1;
    changed.back();
  }
  if (!(await walReads(span))) throw new Error('The WAL does not read as it was');
  return { flipped: flips, found };
}

function flipRecord({ archive }: WalSpan, record: WalRecord): Flip {
  const { segment, at } = placeOfByte(record, Math.floor(Math.random() * record.length));
  return flip(join(archive, segment), at);
}

/** Recovers to the restore point over a changed record: PostgreSQL must end instead of calling what it has the whole. */
export async function recoverFromFlipped(
  folder: string,
  backup: string,
  span: WalSpan,
  times: number,
): Promise<Flipped> {
  const records = await walRecords(span);
  let found = 0;
  for (let nth = 0; nth < times; nth += 1) {
    const changed = flipRecord(span, oneOf(records.slice(Math.floor(records.length / 2))));
    const place = join(folder, `recovery-${nth}`);
    await runAs('/bin/cp', ['-a', backup, place]);
    appendFileSync(
      join(place, 'postgresql.conf'),
      `archive_mode = off\nrestore_command = 'cp ${span.archive}/%f %p'\nrecovery_target_name = '${restorePoint}'\n` +
        `recovery_target_action = 'shutdown'\nlisten_addresses = ''\nunix_socket_directories = '${place}'\n`,
    );
    await runAs('/bin/sh', ['-c', `: > ${join(place, 'recovery.signal')}`]);
    const ended = await tryAs('/usr/bin/timeout', [
      '-s',
      'INT',
      '120',
      clusterProgram('postgres'),
      '-D',
      place,
    ]);
    if (/recovery ended before configured recovery target was reached/.test(ended.said)) found += 1;
    else process.stderr.write(`A recovery said: ${ended.said.slice(-400)}\n`);
    changed.back();
    rmSync(place, { recursive: true, force: true });
  }
  return { flipped: times, found };
}
