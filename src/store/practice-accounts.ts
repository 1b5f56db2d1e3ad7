import type { Day } from '../domain/calendar.ts';
import type { Role } from '../domain/roles.ts';
import type { TrainingCourse } from '../domain/training-courses.ts';
import { bigint, bytes, day, instant, integer, nullable, smallint, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

const addAccount = statement({
  name: 'add-practice-account',
  text: `insert into account (user_name, full_name, organisation_id, role, practitioner_id, vetted_on, trained_on,
      agreement_signed_on, state, agreement_version, email, manager_name, manager_email, vetting_certificate,
      training_course)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    returning account_id`,
  takes: [
    text,
    text,
    integer,
    text,
    nullable(integer),
    nullable(day),
    nullable(day),
    nullable(day),
    text,
    nullable(smallint),
    text,
    text,
    text,
    text,
    text,
  ],
  gives: { account_id: integer },
});

const addSecrets = statement({
  name: 'add-practice-secrets',
  text: `with verifier as (
      insert into account_verifier (account_id, salt, memory_kib, passes, verifier)
      values ($1, $2, $3, $4, $5)
    )
    insert into account_token (account_id, token_no, kind, sealed_seed)
    values ($1, 1, 'code', $6)`,
  takes: [integer, bytes, integer, integer, bytes, bytes],
  gives: {},
});

const addPersonal = statement({
  name: 'add-practice-personal',
  text: `insert into account_personal (account_id, person_id, home_line, home_postcode, date_of_birth)
    values ($1, $2, $3, $4, $5)`,
  takes: [integer, nullable(bigint), text, text, day],
  gives: {},
});

const addAccreditation = statement({
  name: 'add-practice-accreditation',
  text: `insert into accreditation (organisation_id, evidence, evidence_reference, accredited_from, accredited_until,
      disciplinary_name, disciplinary_telephone, disciplinary_email, state, proposed_by, proposed_at, decided_by,
      decided_at)
    select organisation.organisation_id, 'security toolkit', 'PRACTICE-' || organisation.organisation_id, $2, accredited_until, 'Conduct team',
      '01632 960 999', $3, 'approved', proposer.account_id, $4, decider.account_id, $4
    from organisation
    cross join account as proposer
    cross join account as decider
    where organisation.organisation_id = $1
      and accredited_until > $2
      and proposer.user_name = $5
      and decider.user_name = $6`,
  takes: [integer, day, text, instant, text, text],
  gives: {},
});

/** An invented user's account, as populate writes it. */
export type PracticeAccount = {
  readonly userName: string;
  readonly fullName: string;
  readonly organisationId: number;
  readonly role: Role;
  readonly practitionerId: number | null;
  readonly vettedOn: Day | null;
  readonly trainedOn: Day | null;
  readonly agreementSignedOn: Day | null;
  readonly agreementVersion: number | null;
  readonly state: 'active' | 'suspended' | 'closed';
  readonly email: string;
  readonly managerName: string;
  readonly managerEmail: string;
  readonly vettingCertificate: string;
  readonly trainingCourse: TrainingCourse;
  readonly verifier: KeptVerifier;
  readonly sealedSeed: Buffer;
  readonly personal: KeptPersonal;
};

export type KeptVerifier = {
  readonly salt: Buffer;
  readonly memoryKib: number;
  readonly passes: number;
  readonly verifier: Buffer;
};

export type KeptPersonal = {
  readonly personId: number | null;
  readonly homeLine: string;
  readonly homePostcode: string;
  readonly dateOfBirth: Day;
};

/** Adds one invented user with password, PIN and token. */
export async function addPracticeAccount(tx: Transaction, account: PracticeAccount): Promise<void> {
  const { userName, fullName, organisationId, role, practitionerId, vettedOn, trainedOn, state } = account;
  const { agreementSignedOn, verifier, sealedSeed, personal } = account;
  const row = [
    userName,
    fullName,
    organisationId,
    role,
    practitionerId,
    vettedOn,
    trainedOn,
    agreementSignedOn,
    state,
    account.agreementVersion,
    account.email,
    account.managerName,
    account.managerEmail,
    account.vettingCertificate,
    account.trainingCourse,
  ] as const;
  const added = await addAccount.first(tx, ...row);
  if (added === undefined) throw new Error('An account was added without an answer');
  const { salt, memoryKib, passes } = verifier;
  await addSecrets.rows(tx, added.account_id, salt, memoryKib, passes, verifier.verifier, sealedSeed);
  const { personId, homeLine, homePostcode, dateOfBirth } = personal;
  await addPersonal.rows(tx, added.account_id, personId, homeLine, homePostcode, dateOfBirth);
}

/** Adds that the office's two accredited an invented organisation; one asked, the other agreed. */
export async function addPracticeAccreditation(
  tx: Transaction,
  organisationId: number,
  accredited: {
    readonly from: Day;
    readonly at: Day;
    readonly disciplinaryEmail: string;
    readonly office: readonly [string, string];
  },
): Promise<void> {
  const { from, at, disciplinaryEmail, office } = accredited;
  const instantOf = new Date(`${at}T10:00:00Z`);
  await addAccreditation.rows(tx, organisationId, from, disciplinaryEmail, instantOf, ...office);
}
