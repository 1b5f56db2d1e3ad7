import {
  desksCoverage,
  notYetAccreditable,
  readAccreditation,
  type AccreditationTyped,
} from '../domain/accreditation.ts';
import type { Actor } from '../domain/actor.ts';
import { addDays, londonDay } from '../domain/calendar.ts';
import {
  readNewOrganisation,
  readNewTeam,
  type NewOrganisationTyped,
  type NewTeamTyped,
} from '../domain/new-organisation.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import type { CoveredDay } from '../domain/week-coverage.ts';
import {
  decideAccreditation,
  findAccreditations,
  insertAccreditation,
  type KeptAccreditation,
} from '../store/accreditations.ts';
import type { Transaction } from '../store/connection.ts';
import {
  findOrganisation,
  findTeamsOf,
  insertOrganisation,
  insertTeam,
  listCouncils,
  listOrganisations,
  setAccreditedUntil,
  type KeptOrganisation,
  type ListedOrganisation,
  type OrganisationTeam,
  type OrganisationsWanted,
} from '../store/organisations.ts';
import { decidedAlready, noteDone, noteRefused, refused } from './administering.ts';
import type { ServiceContext } from './context.ts';

/** A form's outcome: its value, or all that is wrong with it, or a fault of the whole. */
export type FormOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly fault?: never }
  | { readonly ok: false; readonly fault: Fault; readonly faults?: never };

/** One page of a list. */
export type ListPage<Row> = {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly hasMore: boolean;
};

export const soonDays = 30; // product.md section 2: warnings begin so long before a lapse
const onePage = 20;
const mostPages = 5000;

/** Organisations of all kinds, for those who accredit them. */
export async function seeOrganisations(
  { database, now }: ServiceContext,
  actor: Actor,
  wanted: OrganisationsWanted,
  page: number,
): Promise<Outcome<ListPage<ListedOrganisation>>> {
  const present = now();
  const today = londonDay(present);
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchPage);
  return database.transact(async (tx) => {
    const fault = await refused(
      tx,
      actor,
      present,
      { action: 'see organisations' },
      { act: 'refused route' },
    );
    if (fault !== undefined) return failed(fault);
    const days = { today, soon: addDays(today, soonDays) };
    const rows = { limit: onePage + 1, offset: (page - 1) * onePage };
    const found = await listOrganisations(tx, wanted, days, rows);
    return done({ rows: found.slice(0, onePage), page, hasMore: found.length > onePage });
  });
}

/** All that is shown of one organisation. */
export type SeenOrganisation = KeptOrganisation & {
  readonly accreditations: readonly KeptAccreditation[];
  readonly teams: readonly OrganisationTeam[];
  /** When its desks answer; only of a council, whose desks have to cover the week. */
  readonly coverage: readonly CoveredDay[] | undefined;
};

/** One organisation with its teams and accreditations. */
export async function seeOrganisation(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
): Promise<Outcome<SeenOrganisation>> {
  return database.transact(async (tx) => {
    const request = { action: 'see organisation', organisationId } as const;
    const fault = await refused(tx, actor, now(), request, {
      act: 'refused route',
      organisation: organisationId,
    });
    if (fault !== undefined) return failed(fault);
    const seen = await readOrganisation(tx, organisationId);
    return seen === undefined ? failed(noSuchOrganisation) : done(seen);
  });
}

async function readOrganisation(
  tx: Transaction,
  organisationId: number,
): Promise<SeenOrganisation | undefined> {
  const organisation = await findOrganisation(tx, organisationId);
  if (organisation === undefined) return undefined;
  const teams = await findTeamsOf(tx, organisationId);
  const coverage = desksCoverage(
    organisation.kind,
    teams.filter(({ isDesk }) => isDesk),
  );
  return { ...organisation, accreditations: await findAccreditations(tx, organisationId), teams, coverage };
}

/** The councils that an organisation to be added can be of; a fault for whoever may add none. */
export async function askToAdd(
  { database, now }: ServiceContext,
  actor: Actor,
): Promise<Outcome<Awaited<ReturnType<typeof listCouncils>>>> {
  return database.transact(async (tx) => {
    const fault = await refused(tx, actor, now(), { action: 'add organisation' }, { act: 'refused route' });
    return fault === undefined ? done(await listCouncils(tx)) : failed(fault);
  });
}

/** Adds an organisation, which nobody can use ContactPoint for before it is accredited. */
export async function addOrganisation(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: NewOrganisationTyped,
): Promise<FormOutcome<number>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'add organisation' } as const;
    const fault = await refused(tx, actor, present, { action: 'add organisation' }, entry);
    if (fault !== undefined) return failed(fault);
    const read = readNewOrganisation(typed, await listCouncils(tx));
    if (!read.ok) return read;
    const organisationId = await insertOrganisation(tx, read.value);
    if (organisationId === undefined) return { ok: false, faults: [knownAlready] };
    await noteDone(tx, actor, present, { ...entry, organisation: organisationId });
    return done(organisationId);
  });
}

/** Adds a team or a duty desk to an organisation. */
export async function addTeam(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
  typed: NewTeamTyped,
): Promise<FormOutcome<'added'>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'add team', organisation: organisationId } as const;
    const fault = await refused(tx, actor, present, { action: 'add team', organisationId }, entry);
    if (fault !== undefined) return failed(fault);
    const read = readNewTeam(typed);
    if (!read.ok) return read;
    await insertTeam(tx, organisationId, read.value);
    await noteDone(tx, actor, present, entry);
    return done('added');
  });
}

/** Proposes an organisation for accreditation on evidence; a council only once its desks cover the whole week. */
export async function proposeAccreditation(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
  typed: AccreditationTyped,
): Promise<FormOutcome<'proposed'>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'propose accreditation', organisation: organisationId } as const;
    const fault = await refused(tx, actor, present, { action: 'propose accreditation' }, entry);
    if (fault !== undefined) return failed(fault);
    const organisation = await readOrganisation(tx, organisationId);
    if (organisation === undefined) return failed(noSuchOrganisation);
    const notYet = notYetAccreditable(organisation.coverage);
    if (notYet !== undefined) return refuse(tx, actor, present, entry, 'desks', notYet);
    const read = readAccreditation(typed, londonDay(present));
    if (!read.ok) return 'faults' in read ? read : failed(read.fault);
    const proposed = { by: actor.accountId, at: present };
    if (!(await insertAccreditation(tx, organisationId, read.value, proposed)))
      return refuse(tx, actor, present, entry, 'one waits', oneWaits);
    await noteDone(tx, actor, present, entry);
    return done('proposed');
  });
}

/** Approves or refuses what another administrator proposed. Once: whoever comes second changes nothing. */
export async function settleAccreditation(
  { database, now }: ServiceContext,
  actor: Actor,
  organisationId: number,
  decision: 'approved' | 'refused',
): Promise<Outcome<'decided'>> {
  const present = now();
  return database.transact(async (tx) => {
    const entry = { act: 'decide accreditation', organisation: organisationId } as const;
    const organisation = await readOrganisation(tx, organisationId);
    const waiting = organisation?.accreditations.find(({ state }) => state === 'proposed');
    if (organisation === undefined || waiting === undefined)
      return refuse(tx, actor, present, entry, 'nothing waits', decidedAlready);
    const { proposedBy, accreditationId } = waiting;
    const fault = await refused(tx, actor, present, { action: 'decide accreditation', proposedBy }, entry);
    if (fault !== undefined) return failed(fault);
    // Since it was proposed a desk's hours may have changed.
    const notYet = decision === 'approved' ? notYetAccreditable(organisation.coverage) : undefined;
    if (notYet !== undefined) return refuse(tx, actor, present, entry, 'desks', notYet);
    const decided = { by: actor.accountId, at: present, as: decision };
    const settled = await decideAccreditation(tx, accreditationId, decided);
    if (settled === undefined) return refuse(tx, actor, present, entry, 'decided before', decidedAlready);
    if (decision === 'approved') await setAccreditedUntil(tx, organisationId, settled.until);
    await noteDone(tx, actor, present, entry, decision);
    return done('decided');
  });
}

async function refuse(
  tx: Transaction,
  actor: Actor,
  now: Date,
  entry: Parameters<typeof noteRefused>[3],
  why: string,
  fault: Fault,
) {
  await noteRefused(tx, actor, now, entry, why);
  return failed(fault);
}

const noSuchOrganisation: Fault = { kind: 'not-found', says: 'There is no such organisation.' };
const noSuchPage: Fault = { kind: 'not-found', says: 'There is no such page of this list.' };
const knownAlready: Fault = {
  kind: 'invalid',
  field: 'name',
  says: 'There is an organisation of this kind with that name or code already: look for it in the list',
};
const oneWaits: Fault = {
  kind: 'stale',
  says: 'An accreditation of this organisation waits for a decision already. Nothing was changed.',
};
