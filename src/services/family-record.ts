import { ageOn, londonDay, type Day } from '../domain/calendar.ts';
import { heldBy, type FamilyReader } from '../domain/family-looks.ts';
import { wordingFor, type Wording } from '../domain/family-words.ts';
import type { Act } from '../domain/log.ts';
import { failed, done, type Fault, type Outcome } from '../domain/outcome.ts';
import { isRole, roles } from '../domain/roles.ts';
import { serviceKinds } from '../domain/service-kinds.ts';
import type { Transaction } from '../store/connection.ts';
import { readHelpers, readLooks, readOwnHome } from '../store/family-record.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { aboutOf, findFamilyMember, type FamilyMember } from './family-sign-in.ts';

/** Somebody who helps, as a family is told. */
export type Helper = {
  readonly service: string;
  readonly organisation: string;
  readonly team: string;
  readonly telephone: string;
  readonly person: string | null;
  readonly jobTitle: string | null;
  readonly isLead: boolean;
};

/** The record as the family sees it. */
export type FamilyRecord = {
  readonly wording: Wording;
  readonly firstName: string;
  readonly dateOfBirth: Day;
  readonly home: readonly string[];
  readonly helpers: readonly Helper[];
};

/** One opening of the record, as the family is told: never by whose name. */
export type Look = {
  readonly at: Date;
  readonly role: string;
  /** Left out where it would tell where somebody is. */
  readonly organisation: string | null;
  readonly reason: string | null;
};

/** The record of whoever has this session. */
export async function seeOwnRecord(context: ServiceContext, secret: string): Promise<Outcome<FamilyRecord>> {
  return asFamily(context, secret, 'family sees record', async (tx, { key, facts, personId, who }, today) => {
    const reader = readerOf(facts.isParent);
    // Of a shielded child nothing here tells of a place: whoever takes the telephone learns none.
    const helpers = facts.shielded ? [] : await readHelpers(tx, key.childId, today);
    const home = facts.shielded ? undefined : await readOwnHome(tx, key.childId, personId);
    return {
      wording: wordingFor(reader, ageOn(facts.dateOfBirth, today)),
      firstName: who.preferredName ?? who.givenNames,
      dateOfBirth: facts.dateOfBirth,
      home:
        home === undefined
          ? []
          : [home.address_line, home.town, home.postcode].filter((line) => line !== null),
      helpers: helpers
        .filter((row) => reader === 'young person' || !serviceKinds[row.service_kind].sensitive)
        .map((row) => ({
          service: serviceKinds[row.service_kind].name,
          organisation: row.organisation,
          team: row.team,
          telephone: row.telephone,
          person: row.person,
          jobTitle: row.job_title,
          isLead: row.is_lead,
        })),
    };
  });
}

/** Who opened the record of whoever has this session, newest first. What a rule holds leaves no mark. */
export async function seeWhoLooked(
  context: ServiceContext,
  secret: string,
): Promise<Outcome<{ readonly wording: Wording; readonly looks: readonly Look[] }>> {
  return asFamily(context, secret, 'family sees who looked', async (tx, { key, facts }, today) => {
    const reader = readerOf(facts.isParent);
    const stored = await readLooks(tx, key.childId);
    return {
      wording: wordingFor(reader, ageOn(facts.dateOfBirth, today)),
      looks: stored
        .filter((look) => heldBy(look, reader) === undefined)
        .map(({ at, role, organisation, reason }) => ({
          at,
          role: role !== null && isRole(role) ? roles[role].name : '',
          organisation: facts.shielded ? null : organisation,
          reason,
        })),
    };
  });
}

async function asFamily<Value>(
  { database, now }: ServiceContext,
  secret: string,
  act: Extract<Act, 'family sees record' | 'family sees who looked'>,
  work: (tx: Transaction, member: FamilyMember, today: Day) => Promise<Value>,
): Promise<Outcome<Value>> {
  const present = now();
  return database.transact(async (tx) => {
    const member = await findFamilyMember(tx, secret, present);
    if (member === undefined) return failed(signInAgain);
    const value = await work(tx, member, londonDay(present));
    await recordAct(tx, present, { act, ...aboutOf(member.key), outcome: 'done' });
    return done(value);
  });
}

function readerOf(isParent: boolean): FamilyReader {
  return isParent ? 'parent' : 'young person';
}

const signInAgain: Fault = { kind: 'stale', says: 'Sign in again.' };
