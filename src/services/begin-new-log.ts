import { stoppingAlarms } from '../domain/log-alarm.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { Database } from '../store/connection.ts';
import { endAlarms } from '../store/log-alarms.ts';
import { forgetTree, mayMoveTree, readTree } from '../store/log-tree.ts';
import { wasReplayed } from '../store/replay.ts';
import { recordAct } from './authorise.ts';
import type { LogContext } from './sequence-log.ts';

/**
 * Begins a log with a new name over the entries that are here, where the old one is truly lost: no round could sign it again without
 * making two logs of one. What was signed last of the old one is kept in `log/ended`, and the new one has an entry that says so.
 * Whoever holds proofs of the old one can verify them for ever, and can see that it ended. In the owner's login: nobody else may.
 */
export async function beginNewLog(
  owner: Database,
  { files, now }: Pick<LogContext, 'files' | 'now'>,
  oldName: string,
): Promise<Outcome<'begun'>> {
  const last = files.read('checkpoint') ?? '';
  const [signedName = ''] = last.split('\n');
  const present = now();
  const begun = await owner.transact(async (tx): Promise<Outcome<'begun'>> => {
    if (!(await mayMoveTree(tx)))
      return failed({ kind: 'stale', says: 'The log is being numbered: stop that first.' });
    const tree = await readTree(tx);
    const names = [tree?.origin ?? '', signedName].filter((name) => name !== '');
    if (!names.includes(oldName))
      return failed({
        kind: 'refused',
        says: `This log is ${names.join(', then ') || 'not begun yet'}: name it so`,
      });
    if (!(await wasReplayed(tx))) return failed(notReplayed);
    await forgetTree(tx);
    await endAlarms(tx, stoppingAlarms, null, present);
    const counts = { entries: tree?.size ?? 0 };
    await recordAct(tx, present, {
      act: 'begin new log',
      accountId: null,
      outcome: 'done',
      why: `after ${oldName}`,
      counts,
    });
    return done('begun');
  });
  if (!begun.ok) return begun;
  if (last !== '') files.write('ended', `${files.read('ended') ?? ''}${last}\n`);
  for (const name of ['checkpoint', 'checked', 'round'] as const) files.write(name, '');
  return begun;
}

const notReplayed: Fault = {
  kind: 'refused',
  says: 'Shields, suspensions and removals may be missing in this copy: run "contactpoint replay" first.',
};
