import { changeInWords } from '../../domain/account-changes.ts';
import type { SeenPerson } from '../../services/people.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';

type Happened = { readonly at: Date; readonly what: string };

/** What happened to an account, and what its user did, latest first. */
export function timeLine(person: SeenPerson): Html {
  const { enrolment, renewals, signatures, sessions, changes } = person;
  const happened: readonly Happened[] = [
    ...(enrolment === undefined
      ? []
      : [{ at: enrolment.proposedAt, what: `Proposed by ${enrolment.proposer}` }]),
    ...(enrolment?.decidedAt
      ? [
          {
            at: enrolment.decidedAt,
            what: `${enrolment.state === 'approved' ? 'Approved' : 'Refused'} by ${enrolment.decider ?? ''}`,
          },
        ]
      : []),
    ...renewals.map(({ proposedAt, proposer, kind, state }) => ({
      at: proposedAt,
      what: `New ${kind} recorded by ${proposer}: ${state}`,
    })),
    ...signatures.map(({ signedAt, version }) => ({
      at: signedAt,
      what: `Signed version ${version} of the agreement`,
    })),
    ...changes.flatMap((change) => happenedBy(change)),
    ...sessions.map(({ begunAt, endedAt }) => ({
      at: begunAt,
      what: endedAt === null ? 'Signed in' : 'Signed in, and out',
    })),
  ];
  const sorted = happened.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const inUse = (kind: string): number =>
    person.tokens.filter((token) => token.kind === kind && token.revokedAt === null).length;
  return html`<h2 class="govuk-heading-m">What happened</h2>
    <p class="govuk-body">Security keys in use: ${inUse('key')}. Code tokens in use: ${inUse('code')}.</p>
    ${
      sorted.length === 0
        ? html`<p class="govuk-body">Nothing is recorded since the account was brought in.</p>`
        : summaryList({ rows: sorted.map(({ at, what }) => ({ key: momentInWords(at), value: what })) })
    }`;
}

function happenedBy(change: SeenPerson['changes'][number]): readonly Happened[] {
  const what = changeInWords(change);
  const { proposer, decider, decidedAt, state } = change;
  const by = proposer === null ? 'by the clock' : `by ${proposer}`;
  if (change.kind !== 'new role' && change.kind !== 'new proof')
    return [{ at: change.proposedAt, what: `${what} (${by})` }];
  const asked = { at: change.proposedAt, what: `${what} (proposed ${by})` };
  if (decidedAt === null) return [asked];
  return [asked, { at: decidedAt, what: `${what} (${state} by ${decider ?? ''})` }];
}
