import { alarmInWords, stoppingAlarms, type AlarmKind } from '../domain/log-alarm.ts';
import type { Database, Transaction } from '../store/connection.ts';
import { readOpenAlarms } from '../store/log-alarms.ts';

/** An alarm about the access log or its witnesses that nobody has ended. */
export type OpenAlarm = {
  readonly kind: AlarmKind;
  readonly about: string;
  readonly treeSize: number;
  readonly raisedAt: Date;
  /** Nothing is signed as long as it stands. */
  readonly stops: boolean;
  readonly says: string;
};

/** What a reviewer or an operator has to look at, oldest first. */
export async function openAlarms({
  database,
}: {
  readonly database: Database;
}): Promise<readonly OpenAlarm[]> {
  return database.look(readOpenAlarmsIn);
}

/** The same, in a transaction that is under way. */
export async function readOpenAlarmsIn(tx: Transaction): Promise<readonly OpenAlarm[]> {
  const open = await readOpenAlarms(tx);
  return open.map((alarm) => ({
    ...alarm,
    stops: stoppingAlarms.includes(alarm.kind),
    says: alarmInWords(alarm.kind, alarm.about, alarm.treeSize),
  }));
}
