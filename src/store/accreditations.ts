import { isEvidence, type AccreditationAsked } from '../domain/accreditation.ts';
import type { Day } from '../domain/calendar.ts';
import { day, instant, integer, nullable, oneOf, text } from './columns.ts';
import type { Transaction } from './connection.ts';
import { statement } from './statement.ts';

// One waits at a time: whoever comes second, in a race too, adds nothing.
const propose = statement({
  name: 'propose-accreditation',
  text: `insert into accreditation (organisation_id, evidence, evidence_reference, accredited_from, accredited_until,
      disciplinary_name, disciplinary_telephone, disciplinary_email, proposed_by, proposed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (organisation_id) where state = 'proposed' do nothing
    returning accreditation_id`,
  takes: [integer, text, text, day, day, text, text, text, integer, instant],
  gives: { accreditation_id: integer },
});

// Decided once, by somebody else: the first to come moves the state, and the others find it moved.
const decide = statement({
  name: 'decide-accreditation',
  text: `update accreditation
    set state = $4, decided_by = $2, decided_at = $3
    where accreditation_id = $1
      and state = 'proposed'
      and proposed_by <> $2
    returning organisation_id, accredited_until`,
  takes: [integer, integer, instant, text],
  gives: { organisation_id: integer, accredited_until: day },
});

// It ends the day before: from this moment on its people are stopped.
const withdraw = statement({
  name: 'withdraw-accreditation',
  text: `with withdrawn as (
      update accreditation set state = 'withdrawn'
      where organisation_id = $1 and state = 'approved' and accredited_until >= $2
    )
    update organisation set accredited_until = $2::date - 1
    where organisation_id = $1 and accredited_until >= $2
    returning organisation_id`,
  takes: [integer, day],
  gives: { organisation_id: integer },
});

const ofOrganisation = statement({
  name: 'accreditations-of-organisation',
  text: `select accreditation_id, evidence, evidence_reference, accredited_from, accredited_until, disciplinary_name,
      disciplinary_telephone, disciplinary_email, accreditation.state, proposed_by, proposed_at, decided_at,
      proposer.full_name as proposer, decider.full_name as decider
    from accreditation
    join account as proposer on proposer.account_id = proposed_by
    left join account as decider on decider.account_id = decided_by
    where accreditation.organisation_id = $1
    order by proposed_at desc, accreditation_id desc
    limit 20`,
  takes: [integer],
  gives: {
    accreditation_id: integer,
    evidence: oneOf(isEvidence),
    evidence_reference: text,
    accredited_from: day,
    accredited_until: day,
    disciplinary_name: text,
    disciplinary_telephone: text,
    disciplinary_email: text,
    state: oneOf(isDecisionState),
    proposed_by: integer,
    proposed_at: instant,
    decided_at: nullable(instant),
    proposer: text,
    decider: nullable(text),
  },
});

/** How a proposal stands. */
export type DecisionState = (typeof decisionStates)[number];

const decisionStates = ['proposed', 'approved', 'refused', 'withdrawn'] as const;

function isDecisionState(word: string): word is DecisionState {
  return decisionStates.some((state) => state === word);
}

/** An accreditation as it was asked for, and what was decided. */
export type KeptAccreditation = AccreditationAsked & {
  readonly accreditationId: number;
  readonly state: DecisionState;
  readonly proposedBy: number;
  readonly proposer: string;
  readonly proposedAt: Date;
  readonly decider: string | null;
  readonly decidedAt: Date | null;
};

/** Keeps what an organisation is to be accredited on; false where one waits already. */
export async function insertAccreditation(
  tx: Transaction,
  organisationId: number,
  asked: AccreditationAsked,
  proposed: { readonly by: number; readonly at: Date },
): Promise<boolean> {
  const { evidence, reference, from, until } = asked;
  const contact = [asked.disciplinaryName, asked.disciplinaryTelephone, asked.disciplinaryEmail] as const;
  const row = [organisationId, evidence, reference, from, until, ...contact] as const;
  return (await propose.first(tx, ...row, proposed.by, proposed.at)) !== undefined;
}

/** Decides an accreditation, once and never by its proposer; undefined where it is not theirs to decide any more. */
export async function decideAccreditation(
  tx: Transaction,
  accreditationId: number,
  decided: { readonly by: number; readonly at: Date; readonly as: 'approved' | 'refused' },
) {
  const row = await decide.first(tx, accreditationId, decided.by, decided.at, decided.as);
  return row && { organisationId: row.organisation_id, until: row.accredited_until };
}

/** Ends an organisation's accreditation at once; false where it has none. */
export async function withdrawAccreditations(
  tx: Transaction,
  organisationId: number,
  today: Day,
): Promise<boolean> {
  return (await withdraw.first(tx, organisationId, today)) !== undefined;
}

/** The accreditations of an organisation, latest first. */
export async function findAccreditations(
  tx: Transaction,
  organisationId: number,
): Promise<readonly KeptAccreditation[]> {
  return (await ofOrganisation.rows(tx, organisationId)).map((row) => ({
    accreditationId: row.accreditation_id,
    evidence: row.evidence,
    reference: row.evidence_reference,
    from: row.accredited_from,
    until: row.accredited_until,
    disciplinaryName: row.disciplinary_name,
    disciplinaryTelephone: row.disciplinary_telephone,
    disciplinaryEmail: row.disciplinary_email,
    state: row.state,
    proposedBy: row.proposed_by,
    proposer: row.proposer,
    proposedAt: row.proposed_at,
    decider: row.decider,
    decidedAt: row.decided_at,
  }));
}
