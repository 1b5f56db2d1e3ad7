// pgbench takes a colon before a letter for a variable of its own: hence chr(58).

/** What one opening of one child adds to the log, as the service adds it: so many at once, for accounts drawn at random. */
export function stagedInsert(account: string, count: number): string {
  return `with drawn as materialized (
      select gen_random_uuid() as event, date_trunc('milliseconds', clock_timestamp()) as at,
        uuid_send(gen_random_uuid()) as salt, uuid_send(gen_random_uuid()) as part_salt, ${account} as account, nth
      from generate_series(1, ${count}) as nth
    ), part as materialized (
      select *, sha256(part_salt || convert_to(part_body, 'UTF8')) as part_hash
      from (select *, '{"child":' || (account * 1000 + nth % 1000) || '}' as part_body from drawn) as bodied
    ), made as materialized (
      select *, '{"account":' || account || ',"act":"open child record","at":"'
        || to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24' || chr(58) || 'MI' || chr(58) || 'SS.MS"Z"') || '","event":"' || event
        || '","fields":["identity","address","services"],"footing":"parent agreed","organisation":1,"outcome":"done","parts":["'
        || encode(part_hash, 'hex') || '"],"reason":"arranging support","role":"hospital nurse","shown":1}' as body
      from part
    ), entry as (
      insert into log_entry (event_id, recorded_at, account_id, act, salt, body, entry_hash)
      select event, at, account, 'open child record', salt, body, sha256(salt || convert_to(body, 'UTF8')) from made
    )
    insert into log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)
    select event, at, 0, 'child', account * 1000 + nth % 1000, part_salt, part_body, part_hash from made`;
}
