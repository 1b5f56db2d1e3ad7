import { isIdentified, type Mediation, type RegisteredKind } from '../domain/mediation.ts';
import { isOrganisationKind } from '../domain/organisation-kinds.ts';
import { bytes, instant, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

/** How any statement that joins a session's mediation answers it: `mediationOf` reads it. */
export const mediationColumns = {
  colleague_name: nullable(text),
  colleague_organisation_kind: nullable(oneOf(isOrganisationKind)),
  colleague_organisation_code: nullable(text),
  colleague_organisation_name: nullable(text),
  identified_by: nullable(oneOf(isIdentified)),
  mediation_began_at: nullable(instant),
};

type MediationRow = {
  readonly colleague_name: string | null;
  readonly colleague_organisation_kind: Mediation['organisationKind'] | null;
  readonly colleague_organisation_code: string | null;
  readonly colleague_organisation_name: string | null;
  readonly identified_by: Mediation['identified'] | null;
  readonly mediation_began_at: Date | null;
};

const begin = statement({
  name: 'begin-mediation',
  text: `insert into mediation (session_hash, began_at, colleague_name, organisation_kind, organisation_code,
      organisation_name, identified_by)
    values ($1, $2, $3, $4, $5, $6, $7)`,
  takes: [bytes, instant, text, text, nullable(text), nullable(text), text],
  gives: {},
});

const end = statement({
  name: 'end-mediation',
  text: `delete from mediation where session_hash = $1 returning session_hash`,
  takes: [bytes],
  gives: { session_hash: bytes },
});

const forget = statement({
  name: 'forget-mediations',
  text: `delete from mediation where began_at < $1`,
  takes: [instant],
  gives: {},
});

// Read whole: a register has some thousands of rows, and is asked once a call. Eleven tell that there are more than ten.
const inRegister = {
  school: lookUp(
    'school',
    `select urn::text as code, name, postcode from school
      where is_open and (urn::text = $1 or position(lower($1) in lower(name)) > 0)`,
  ),
  'GP practice': lookUp(
    'practice',
    `select practice_code as code, name, postcode from gp_practice
      where is_open and (practice_code = upper($1) or position(lower($1) in lower(name)) > 0)`,
  ),
  'NHS trust': lookUp(
    'trust',
    `select trust_code as code, name, postcode from nhs_trust
      where closed_on is null and (trust_code = upper($1) or position(lower($1) in lower(name)) > 0)`,
  ),
  'council services': lookUp(
    'council',
    `select council_code::text as code, name, null as postcode from council
      where council_code::text = $1 or position(lower($1) in lower(name)) > 0`,
  ),
} as const satisfies Readonly<Record<RegisteredKind, unknown>>;

/** An organisation of a register. */
export type Registered = { readonly code: string; readonly name: string; readonly postcode: string | null };

/** Begins a session's mediation: any other of it ends. */
export async function beginMediation(
  tx: Transaction,
  sessionHash: Buffer,
  mediation: Mediation,
): Promise<void> {
  const { beganAt, name, organisationKind, organisationCode, organisationName, identified } = mediation;
  await end.rows(tx, sessionHash);
  await begin.rows(
    tx,
    sessionHash,
    beganAt,
    name,
    organisationKind,
    organisationCode,
    organisationName,
    identified,
  );
}

/** Ends a session's mediation; false where there was none. */
export async function endMediation(tx: Transaction, sessionHash: Buffer): Promise<boolean> {
  return (await end.first(tx, sessionHash)) !== undefined;
}

/** Forgets mediations that began before an instant. */
export async function forgetMediations(tx: Transaction, before: Date): Promise<void> {
  await forget.rows(tx, before);
}

/** The organisations of a register that have this code, or these letters in their name; eleven at most. */
export async function findRegistered(
  tx: Transaction,
  kind: RegisteredKind,
  typed: string,
): Promise<readonly Registered[]> {
  return inRegister[kind].rows(tx, typed);
}

/** A session's mediation, as any statement with `mediationColumns` answers it. */
export function mediationOf(row: MediationRow): Mediation | undefined {
  const { colleague_name: name, colleague_organisation_kind: organisationKind } = row;
  const { identified_by: identified, mediation_began_at: beganAt } = row;
  if (name === null || organisationKind === null || identified === null || beganAt === null) return undefined;
  return {
    name,
    organisationKind,
    organisationCode: row.colleague_organisation_code,
    organisationName: row.colleague_organisation_name,
    identified,
    beganAt,
  };
}

function lookUp(register: string, select: string) {
  return statement({
    name: `find-registered-${register}`,
    text: `select code, name, postcode from (${select}) as found
    order by lower(name) = lower($1) desc, name, code
    limit 11`,
    takes: [text],
    gives: { code: text, name: text, postcode: nullable(text) },
  });
}
