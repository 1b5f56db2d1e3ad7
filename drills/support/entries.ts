import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Sql } from './installation.ts';

/** Adds so many entries as an opening of one child adds them, with its part, in one transaction. */
export async function addEntries(sql: Sql, count: number): Promise<void> {
  const made = Array.from({ length: count }, (_, nth) => makeEntry(nth));
  const column = <Name extends keyof Made>(name: Name): Made[Name][] => made.map((one) => one[name]);
  await sql(
    `with entry as (
      insert into log_entry (event_id, recorded_at, account_id, act, salt, body, entry_hash)
      select event, at, account, 'open child record', salt, body, sha256(salt || convert_to(body, 'UTF8'))
      from unnest($1::uuid[], $2::timestamptz[], $3::integer[], $4::bytea[], $5::text[]) as made (event, at, account, salt, body)
    )
    insert into log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)
    select event, at, 0, 'child', child, salt, body, sha256(salt || convert_to(body, 'UTF8'))
    from unnest($1::uuid[], $2::timestamptz[], $6::bigint[], $7::bytea[], $8::text[]) as made (event, at, child, salt, body)`,
    [
      column('event'),
      column('at'),
      column('account'),
      column('salt'),
      column('body'),
      column('child'),
      column('partSalt'),
      column('partBody'),
    ],
  );
}

type Made = ReturnType<typeof makeEntry>;

function makeEntry(nth: number) {
  const [event, at, account, child] = [randomUUID(), new Date().toISOString(), 1 + (nth % 90), nth];
  const [salt, partSalt, partBody] = [randomBytes(16), randomBytes(16), `{"child":${child}}`];
  const part = createHash('sha256').update(partSalt).update(partBody).digest('hex');
  const body = `{"account":${account},"act":"open child record","at":"${at}","event":"${event}","outcome":"done","parts":["${part}"],"shown":1}`;
  return { event, at, account, child, salt, body, partSalt, partBody };
}
