import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sealEntry, sealPart, type Entry, type EntryPart } from '../../../src/domain/log.ts';
import type { Owner } from '../database.ts';
import type { Act } from './acts.ts';

/** Writes a year of acts into the log as the service would have, in order and not yet numbered. */
export async function writeLog(owner: Owner, acts: readonly Act[]): Promise<void> {
  const [first] = acts;
  if (first === undefined) return;
  await owner.rows(`select make_log_months(date_trunc('month', date '1970-01-01' + $1::integer)::date, 14)`, [
    first.day,
  ]);
  const client = new pg.Client({ ...owner.login });
  await client.connect();
  try {
    for (let from = 0; from < acts.length; from += actsAtOnce)
      await writeBlock(client, acts.slice(from, from + actsAtOnce).map(sealed));
  } finally {
    await client.end();
  }
  await owner.rows('analyze log_entry');
  await owner.rows('analyze log_part');
}

const actsAtOnce = 20_000;

type Sealed = {
  readonly act: Act;
  readonly at: string;
  readonly entry: Entry;
  readonly parts: readonly EntryPart[];
};

function sealed(act: Act): Sealed {
  const at = new Date((act.day * 1440 + act.minute) * 60_000).toISOString();
  const { worker, reason, footing, terms } = act;
  const children = act.children.map((child) => sealPart('child', child, { child }));
  const parts = terms === null ? children : [sealPart('search terms', null, terms), ...children];
  const grounds = { ...(reason === null ? {} : { reason }), ...(footing === null ? {} : { footing }) };
  const entry = sealEntry({
    event: act.eventId,
    act: act.act,
    outcome: act.refused ? 'refused' : 'done',
    at,
    account: worker.accountId,
    organisation: worker.organisationId,
    role: worker.role,
    ...grounds,
    shown: act.children.length,
    parts: parts.map(({ hash }) => hash.toString('hex')),
  });
  return { act, at, entry, parts };
}

async function writeBlock(client: pg.Client, block: readonly Sealed[]): Promise<void> {
  const entries = block.map(({ act, at, entry }) =>
    row(
      act.eventId,
      at,
      act.worker.accountId,
      act.act,
      bytes(entry.salt),
      entry.body,
      bytes(entry.entryHash),
    ),
  );
  await copy(client, 'log_entry (event_id, recorded_at, account_id, act, salt, body, entry_hash)', entries);
  const parts = block.flatMap(({ act, at, parts: own }) =>
    own.map(({ kind, childId, salt, body, hash }, place) =>
      row(act.eventId, at, place, kind, childId ?? '\\N', bytes(salt), body, bytes(hash)),
    ),
  );
  await copy(
    client,
    'log_part (event_id, recorded_at, part_no, kind, child_id, salt, body, part_hash)',
    parts,
  );
}

async function copy(client: pg.Client, into: string, lines: readonly string[]): Promise<void> {
  await pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`copy ${into} from stdin`)));
}

function row(...values: readonly (string | number)[]): string {
  return `${values.join('\t')}\n`;
}

function bytes(value: Buffer): string {
  return `\\\\x${value.toString('hex')}`;
}
