import { parseName } from './names.ts';
import { isOrganisationKind, type OrganisationKind } from './organisation-kinds.ts';
import { done, type Fault } from './outcome.ts';

/** For whom somebody looks: a colleague on the telephone who has no account ("mediated access", 2007 Regulations). */
export type Mediation = {
  readonly name: string;
  readonly organisationKind: OrganisationKind;
  /** In the register of its kind; null where there is no register of it. */
  readonly organisationCode: string | null;
  readonly organisationName: string | null;
  readonly identified: Identified;
  readonly beganAt: Date;
};

/** How the mediator knows who is calling. Closed. */
export type Identified = keyof typeof waysToIdentify;

export const waysToIdentify = {
  'called back': 'I called them back on a number that their organisation publishes',
  'known personally': 'I know them from our work and knew their voice',
  'spoken reference': 'They gave me a reference that I could check',
} as const satisfies Readonly<Record<string, string>>;

export function isIdentified(word: string): word is Identified {
  return Object.hasOwn(waysToIdentify, word);
}

/** The kinds that have a register, in which the colleague's own organisation is named. */
export const registeredKinds = ['school', 'GP practice', 'NHS trust', 'council services'] as const;

export type RegisteredKind = (typeof registeredKinds)[number];

export function isRegisteredKind(word: string): word is RegisteredKind {
  return registeredKinds.some((kind) => kind === word);
}

const lastsMs = 30 * 60_000; // ours: a telephone call about one child
const longestColleague = 70; // given and family name: twice the PDS's 35

/** Whether a mediation still stands: nobody stopped it, and it is no half hour old. */
export function isStanding({ beganAt }: Pick<Mediation, 'beganAt'>, now: Date): boolean {
  return now < endsAt({ beganAt });
}

/** When a mediation ends by itself. */
export function endsAt({ beganAt }: Pick<Mediation, 'beganAt'>): Date {
  return new Date(beganAt.getTime() + lastsMs);
}

/** What a mediator fills in. */
export type TypedMediation = {
  readonly name: string;
  readonly kind: string;
  /** The organisation's name or code in its register. */
  readonly place: string;
  /** The code chosen where several fitted; empty before. */
  readonly chosen: string;
  readonly identified: string;
};

/** What was filled in, understood: the organisation itself is still to be found. */
export type AskedMediation = {
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly identified: Identified;
};

/** Reads what a mediator filled in, or says what is wrong with it, box by box. */
export function parseMediation(
  typed: TypedMediation,
):
  | { readonly ok: true; readonly value: AskedMediation }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const { kind, place, identified } = typed;
  const name = parseName(typed.name, 'Name of your colleague', longestColleague);
  const faults: Fault[] = [];
  if (!name.ok) faults.push({ ...name.fault, field: 'name' });
  else if (!isPlainName(name.value)) faults.push({ kind: 'invalid', field: 'name', says: plainNameSays });
  const isKind = isOrganisationKind(kind) && kind !== 'ContactPoint office';
  if (!isKind)
    faults.push({
      kind: 'invalid',
      field: 'kind',
      says: 'Select what kind of organisation your colleague works for',
    });
  if (isRegisteredKind(kind) && place.trim() === '')
    faults.push({ kind: 'invalid', field: 'place', says: 'Enter the name or the code of the organisation' });
  if (place.length > longestPlace || !place.isWellFormed() || /\p{Cc}/u.test(place))
    faults.push({
      kind: 'invalid',
      field: 'place',
      says: 'Name or code must be 100 letters and digits or fewer',
    });
  if (!isIdentified(identified))
    faults.push({ kind: 'invalid', field: 'identified', says: 'Select how you know who is calling' });
  if (faults.length > 0 || !name.ok || !isKind || !isIdentified(identified)) return { ok: false, faults };
  return done({ name: name.value, kind, identified });
}

const longestPlace = 100;
const plainNameSays =
  'Name of your colleague must be letters, like Jane Smith: nothing about a child belongs here';

// As the constraint on the column has it: a name, and no note.
function isPlainName(name: string): boolean {
  return /^[\p{L}\p{M}'’ .-]{2,}$/u.test(name) && name.split(' ').length <= 6;
}
