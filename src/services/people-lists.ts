import type { Actor } from '../domain/actor.ts';
import { csvLine } from '../domain/csv.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { roles } from '../domain/roles.ts';
import { neutralCell } from '../domain/spreadsheet-cell.ts';
import {
  decidePeopleList,
  findPeopleList,
  findPeopleLists,
  insertPeopleList,
  readPeopleList,
  type KeptPeopleList,
} from '../store/people-lists.ts';
import { decidedAlready, noteDone, noteRefused, refused } from './administering.ts';
import type { ServiceContext } from './context.ts';

const day = 24 * 3_600_000;
const takenWithin = day; // ours: an approval is of the people as they are now

/** Whether an approved list can still be taken. */
export function canBeTaken({ state, decidedAt }: KeptPeopleList, now: Date): boolean {
  if (state !== 'approved' || decidedAt === null) return false;
  const ago = now.getTime() - decidedAt.getTime();
  return ago >= 0 && ago < takenWithin;
}

/** The lists that administrators of the actor's own organisation asked for. */
export async function seePeopleLists({ database }: ServiceContext, { organisationId }: Actor) {
  return database.look((tx) => findPeopleLists(tx, organisationId));
}

/** Asks for the organisation's people as a file. Another administrator decides. */
export async function askForPeopleList(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<'asked'>> {
  const present = now();
  const { organisationId: organisation } = actor;
  return database.transact(async (tx) => {
    const entry = { act: 'ask for list of people', organisation } as const;
    const fault = await refused(tx, actor, present, { action: 'ask for list of people' }, entry);
    if (fault !== undefined) return failed(fault);
    if (!(await insertPeopleList(tx, organisation, { by: actor.accountId, at: present }))) {
      await noteRefused(tx, actor, present, entry, 'one waits');
      return failed(oneWaits);
    }
    await noteDone(tx, actor, present, entry);
    return done('asked');
  });
}

/** Approves or refuses what another administrator asked for. Once. */
export async function settlePeopleList(
  { database, now }: ServiceContext,
  actor: Actor,
  peopleListId: number,
  decision: 'approved' | 'refused',
): Promise<Outcome<'decided'>> {
  const present = now();
  return database.transact(async (tx) => {
    const list = await findPeopleList(tx, peopleListId);
    if (list === undefined) return failed(noSuchList);
    const { organisationId, askedBy: proposedBy } = list;
    const entry = {
      act: 'decide list of people',
      organisation: organisationId,
      toAccount: proposedBy,
    } as const;
    const request = { action: 'decide list of people', organisationId, proposedBy } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    const decided = { by: actor.accountId, at: present, as: decision };
    if (!(await decidePeopleList(tx, peopleListId, decided))) {
      await noteRefused(tx, actor, present, entry, 'decided before');
      return failed(decidedAlready);
    }
    await noteDone(tx, actor, present, entry, decision);
    return done('decided');
  });
}

/** The file, for whoever asked for it, within a day of its approval; each time is written down with how many it names. */
export async function takePeopleList(
  { database, now }: ServiceContext,
  actor: Actor,
  peopleListId: number,
): Promise<Outcome<string>> {
  const present = now();
  return database.transact(async (tx) => {
    const list = await findPeopleList(tx, peopleListId);
    if (list === undefined) return failed(noSuchList);
    const { organisationId, askedBy: proposedBy } = list;
    const entry = { act: 'take list of people', organisation: organisationId } as const;
    const request = { action: 'take list of people', organisationId, proposedBy } as const;
    const fault = await refused(tx, actor, present, request, entry);
    if (fault !== undefined) return failed(fault);
    if (!canBeTaken(list, present)) {
      await noteRefused(tx, actor, present, entry, 'not to be taken');
      return failed(notToBeTaken);
    }
    const people = await readPeopleList(tx, organisationId);
    await noteDone(tx, actor, present, entry, `${people.length} people`);
    return done(fileOf(people));
  });
}

function fileOf(people: Awaited<ReturnType<typeof readPeopleList>>): string {
  const lines = people.map((one) => [
    one.full_name,
    one.user_name,
    roles[one.role].name,
    one.state,
    one.team ?? '',
    one.email ?? '',
    one.manager ?? '',
    one.manager_email ?? '',
    one.vetted_on ?? '',
    one.trained_on ?? '',
    one.agreement_signed_on ?? '',
  ]);
  return [head, ...lines].map((cells) => csvLine(cells.map((cell) => neutralCell(cell)))).join('');
}

const head = [
  'Name',
  'User name',
  'Account for',
  'State',
  'Team',
  'E-mail address',
  'Manager',
  'Manager’s e-mail address',
  'Security check',
  'Training',
  'Agreement signed',
];

const noSuchList: Fault = {
  kind: 'not-found',
  says: 'There is no such list here. Start again from the menu.',
};
const oneWaits: Fault = {
  kind: 'stale',
  says: 'You asked for a list already, and another administrator has not decided yet. Nothing was changed.',
};
const notToBeTaken: Fault = {
  kind: 'refused',
  says: 'This list can not be taken: it was not approved, or more than a day ago. Ask for another.',
};
