import type { Day } from '../domain/calendar.ts';
import { explanationsOf } from '../domain/misuse/explanations.ts';
import type { Child, Habit, Peers, Tie, User, UserDay } from '../domain/misuse/usage.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import type { Transaction } from '../store/connection.ts';
import { readHabits } from '../store/usage-days.ts';
import { readChildren, readUsers } from '../store/usage-people.ts';
import { readTies, type TieRow } from '../store/usage-ties.ts';
import { numbersOf, type Looked } from './usage-accesses.ts';

/** All that each of these accounts' days is judged by, gathered in as few statements as for one; `users` is added to. */
export async function gatherDays(
  tx: Transaction,
  day: Day,
  looked: readonly Looked[],
  { users, peers }: { readonly users: Map<number, User>; readonly peers: (role: User['role']) => Peers },
): Promise<readonly UserDay[]> {
  const accounts = looked.map(({ accountId }) => accountId);
  const others = accounts.filter((accountId) => !users.has(accountId));
  for (const [accountId, user] of await readUsers(tx, others)) users.set(accountId, user);
  const children = await readChildren(tx, [...new Set(looked.flatMap(numbersOf))]);
  const ties = await tiesOf(tx, day, looked, users, children);
  const habits = await readHabits(tx, day, accounts);
  return looked.flatMap(({ accountId, accesses }) => {
    const user = users.get(accountId);
    if (user === undefined) return [];
    const habit = habits.get(accountId) ?? nothingYet;
    const own = ties.get(accountId) ?? new Map<number, Tie>();
    return [{ user, day, accesses, children, ties: own, habit, peers: peers(user.role) }];
  });
}

const nothingYet: Habit = {
  activeDays: 0,
  lastActiveOn: null,
  hours: 0,
  unexplained: 0,
  bareLooks: 0,
  urgent: 0,
  withoutWork: 0,
  unexplainedThen: 0,
  askedBefore: [],
};

type Ties = Map<number, Map<number, Tie>>;

async function tiesOf(
  tx: Transaction,
  day: Day,
  looked: readonly Looked[],
  users: ReadonlyMap<number, User>,
  children: ReadonlyMap<number, Child>,
): Promise<Ties> {
  const pairs = looked.flatMap((one) =>
    numbersOf(one).map((childId) => ({ accountId: one.accountId, childId })),
  );
  const inTransition = new Set(looked.flatMap(transitions));
  const found: Ties = new Map();
  for (const [{ accountId, childId }, row] of await readTies(tx, day, pairs)) {
    const [user, child] = [users.get(accountId), children.get(childId)];
    if (user === undefined || child === undefined) continue;
    const own = found.get(accountId) ?? new Map<number, Tie>();
    own.set(childId, tieOf(row, user, child, inTransition.has(`${accountId} ${childId}`)));
    found.set(accountId, own);
  }
  return found;
}

function transitions({ accountId, accesses }: Looked): readonly string[] {
  const moving = accesses.filter(({ reason }) => reason === 'transition between services');
  return moving.flatMap(({ children }) => children.map((childId) => `${accountId} ${childId}`));
}

function tieOf(row: TieRow, user: User, child: Child, saidTransition: boolean): Tie {
  const councils = child.homes.flatMap(({ council }) => (council === null ? [] : [council]));
  return {
    explanations: explanationsOf({
      own: row.own,
      team: row.team,
      service: row.service,
      household: row.household,
      isForEveryChild: forEveryChild.has(row.service_kind ?? ''),
      isAtOwnSetting: row.is_at_own_setting,
      bornWithinSixWeeks: row.born_within_six_weeks,
      changedJustThen: row.changed_just_then,
      isInOwnCouncil: councils.some((council) => user.councils.includes(council)),
      waitsForRecordKeeper: row.waits_for_record_keeper,
      isRecordKeeper: user.role === 'record keeper',
      isHealth: healthRoles.has(user.role),
      saidTransition,
    }),
    isCarer: row.is_carer,
    sharesCarer: row.shares_carer,
    isColleagues: row.is_colleagues,
  };
}

// Services that every child of an age has: being on their list says little.
const forEveryChild: ReadonlySet<string> = new Set(
  ['health visiting', 'school nursing', 'midwifery', 'school', 'general practice'].filter((kind) =>
    Object.hasOwn(serviceKinds, kind),
  ),
);

const healthRoles: ReadonlySet<string> = new Set(['health visitor', 'hospital nurse', 'doctor']);
