import type { AlarmKind } from '../domain/log-alarm.ts';
import { isAlarmKind } from '../domain/log-alarm.ts';
import { arrayOf, bigint, instant, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const raise = statement({
  name: 'raise-log-alarm',
  text: `insert into log_alarm (kind, about, tree_size, raised_at)
    values ($1, $2, $3, $4)
    on conflict (kind, about) where ended_at is null do nothing
    returning kind`,
  takes: [text, text, bigint, instant],
  gives: { kind: text },
});

const end = statement({
  name: 'end-log-alarms',
  text: `update log_alarm
    set ended_at = $3
    where ended_at is null
      and kind = any ($1::text[])
      and ($2::text is null or about = $2)`,
  takes: [arrayOf(text), nullable(text), instant],
  gives: {},
});

const open = statement({
  name: 'open-log-alarms',
  text: `select kind, about, tree_size, raised_at
    from log_alarm
    where ended_at is null
    order by raised_at, alarm_no
    limit 100`,
  takes: [],
  gives: { kind: oneOf(isAlarmKind), about: text, tree_size: bigint, raised_at: instant },
});

export type RaisedAlarm = {
  readonly kind: AlarmKind;
  /** The witness's name, or what the check found where. */
  readonly about: string;
  readonly treeSize: number;
};

/** Raises an alarm, once while it stands open. Answers whether it is new. */
export async function raiseAlarm(
  tx: Transaction,
  { kind, about, treeSize }: RaisedAlarm,
  at: Date,
): Promise<boolean> {
  return (await raise.rows(tx, kind, about, treeSize, at)).length > 0;
}

/** Ends the open alarms of these kinds, about one witness or about whatever there is. */
export async function endAlarms(
  tx: Transaction,
  kinds: readonly AlarmKind[],
  about: string | null,
  at: Date,
): Promise<void> {
  await end.rows(tx, kinds, about, at);
}

/** The alarms that stand open, oldest first. */
export async function readOpenAlarms(tx: Transaction) {
  const rows = await open.rows(tx);
  return rows.map(({ kind, about, tree_size, raised_at }) => ({
    kind,
    about,
    treeSize: tree_size,
    raisedAt: raised_at,
  }));
}
