import { addYears, showDay, type Day } from './calendar.ts';
import { rolesIn, type OrganisationKind } from './organisation-kinds.ts';
import { done, type Fault } from './outcome.ts';
import { isRole, roles, type Role } from './roles.ts';
import { parseTypedDay, type TypedDay } from './typed-day.ts';

/** What administrators do to an account once somebody was enrolled. Closed. */
export type AccountChangeKind = (typeof kinds)[number];

const kinds = ['suspended', 'on leave', 'resumed', 'closed', 'new role', 'new proof'] as const;

export function isAccountChangeKind(word: string): word is AccountChangeKind {
  return kinds.some((kind) => kind === word);
}

/** Why an account is suspended, resumed or closed, and what its user lost. Closed lists, as a form shows them. */
export const reasonsOfChange = {
  suspended: {
    'manager asked': 'Their manager asked for it',
    inquiry: 'An inquiry is under way',
    'check in doubt': 'Their security check is in doubt',
    'account at risk': 'Somebody else may be using the account',
  },
  resumed: {
    'back at work': 'They are back at work',
    cleared: 'What stood against it was cleared up',
    confirmed: 'They still need it: it was missed in the access review',
  },
  closed: {
    left: 'They left the organisation',
    'changed employer': 'They work for another organisation now, which proposes them itself',
    'no longer needed': 'Their work no longer needs it',
    died: 'They died',
  },
  'new proof': {
    token: 'Their security key or code token',
    secrets: 'Their password or PIN',
    'token and secrets': 'Token, and password or PIN',
    'too many tries': 'Nothing: they are locked out after a hundred wrong tries',
  },
} as const satisfies Partial<Readonly<Record<AccountChangeKind, Readonly<Record<string, string>>>>>;

/** How an administrator saw who asks for a new proof: never by e-mail, text message or question. Closed. */
export const waysKnown = {
  'in person': 'I met them in person, and saw their photo identity card',
  'with their manager': 'I met them with their manager, who knows them',
  'by video': 'I saw them and their photo identity card on a video call, with their manager',
} as const;

/** What a form of the person's page sends. */
export type ChangeTyped = {
  readonly because: string;
  readonly until: TypedDay;
  readonly role: string;
  readonly team: string;
  readonly knownBy: string;
};

/** A change as it is kept. */
export type ChangeAsked = {
  readonly kind: AccountChangeKind;
  readonly because: string;
  readonly until: Day | null;
  readonly role: Role | null;
  readonly teamId: number | null;
  readonly knownBy: string | null;
};

type Read =
  | { readonly ok: true; readonly value: ChangeAsked }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** What the organisation and the account are now. */
export type ChangedWhere = {
  readonly kind: OrganisationKind;
  readonly role: Role;
  readonly teams: readonly { readonly teamId: number }[];
};

/** Reads one change; or what is wrong with it, box by box. */
export function readChange(
  kind: AccountChangeKind,
  typed: ChangeTyped,
  where: ChangedWhere,
  today: Day,
): Read {
  if (kind === 'on leave') return readLeave(typed, today);
  if (kind === 'new role') return readNewRole(typed, where);
  const { because } = typed;
  if (!Object.hasOwn(reasonsOfChange[kind], because)) return wrong(boxOf[kind], whatToSelect[kind]);
  if (kind !== 'new proof') return done({ ...blank, kind, because });
  if (!Object.hasOwn(waysKnown, typed.knownBy)) return wrong('knownBy', 'Select how you saw who they are');
  return done({ ...blank, kind, because, knownBy: typed.knownBy });
}

/** The first box of each kind of change: most ask why. */
export const boxOf = {
  suspended: 'suspendedBecause',
  'on leave': 'leaveUntil',
  resumed: 'resumedBecause',
  closed: 'closedBecause',
  'new role': 'newRole',
  'new proof': 'lost',
} as const satisfies Readonly<Record<AccountChangeKind, string>>;

const whatToSelect = {
  suspended: 'Select why the account is suspended',
  resumed: 'Select why it may be used again',
  closed: 'Select why the account is closed',
  'new proof': 'Select what was lost',
} as const;

const blank = { until: null, role: null, teamId: null, knownBy: null } as const;
const longestLeaveYears = 2; // ours: after that a security check says little of who comes back

function readLeave({ until }: ChangeTyped, today: Day): Read {
  const day = parseTypedDay(until, 'Last day of the leave');
  if (!day.ok) return wrong('leaveUntil', day.fault.says);
  const latest = addYears(today, longestLeaveYears);
  if (day.value <= today) return wrong('leaveUntil', 'Last day of the leave must be in the future');
  if (day.value > latest)
    return wrong('leaveUntil', `Last day of the leave must be ${showDay(latest)} or earlier`);
  return done({ ...blank, kind: 'on leave', because: 'long leave', until: day.value });
}

function readNewRole({ role, team }: ChangeTyped, where: ChangedWhere): Read {
  if (!isRole(role) || !rolesIn(where.kind).includes(role))
    return wrong('newRole', 'Select what the account is for');
  const teamId = where.teams.find((one) => String(one.teamId) === team)?.teamId ?? null;
  const worksWithChildren = roles[role].kind === 'practitioner';
  if (worksWithChildren && teamId === null) return wrong('newTeam', 'Select the team that they work in');
  if (!worksWithChildren && role === where.role)
    return wrong('newRole', 'Select a role that they do not have already');
  return done({
    ...blank,
    kind: 'new role',
    because: 'new work',
    role,
    teamId: worksWithChildren ? teamId : null,
  });
}

function wrong(field: string, says: string): Read {
  return { ok: false, faults: [{ kind: 'invalid', field, says }] };
}

/** What of an account a new proof replaces. */
export function replacedBy(because: string): { readonly token: boolean; readonly secrets: boolean } {
  return {
    token: because === 'token' || because === 'token and secrets',
    secrets: because === 'secrets' || because === 'token and secrets',
  };
}

/** A change as a time line tells it. */
export function changeInWords({
  kind,
  because,
  until,
  role,
}: Pick<ChangeAsked, 'kind' | 'because' | 'until' | 'role'>): string {
  if (kind === 'on leave') return `Suspended for long leave${until === null ? '' : `, to ${showDay(until)}`}`;
  if (kind === 'new role') return `New role: ${role === null ? '' : roles[role].name.toLowerCase()}`;
  if (kind === 'new proof') return `New proof after a loss: ${said(kind, because).toLowerCase()}`;
  const verb = { suspended: 'Suspended', resumed: 'Resumed', closed: 'Closed' }[kind];
  return because === 'not confirmed'
    ? `${verb}: not confirmed in the access review`
    : `${verb}: ${said(kind, because)}`;
}

function said(kind: keyof typeof reasonsOfChange, because: string): string {
  const list: Readonly<Record<string, string>> = reasonsOfChange[kind];
  return list[because] ?? because;
}
