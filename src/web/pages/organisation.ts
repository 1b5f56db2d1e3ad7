import { evidenceKinds } from '../../domain/accreditation.ts';
import { isOfTheOffice } from '../../domain/administration.ts';
import { londonDay, showDay } from '../../domain/calendar.ts';
import { readHours, showHours } from '../../domain/opening-hours.ts';
import { organisationKinds } from '../../domain/organisation-kinds.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import { seeOrganisation, settleAccreditation, type SeenOrganisation } from '../../services/organisations.ts';
import { withdrawAccreditation } from '../../services/withdraw-accreditation.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { organisationHandle, organisationOfHandle } from '../secrecy.ts';
import { button, linkButton } from '../views/components/button.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { summaryCard, summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import { weekGrid } from '../views/week-grid.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { untilInWords } from './organisations.ts';

/** The administrator's own organisation. */
export async function showOwnOrganisation(visit: SignedInVisit): Promise<Reply> {
  return organisationReply(visit, visit.actor.organisationId);
}

/** One organisation: its accreditation, its teams, and when its desks answer. */
export async function showOrganisation(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  return organisationId === undefined ? noSuchOrganisation(visit) : organisationReply(visit, organisationId);
}

/** Approves or refuses the accreditation that waits. */
export async function decideOnAccreditation(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const decided = visit.form.get('decision') === 'approved' ? 'approved' : 'refused';
  const { site, actor } = visit;
  const settled = await settleAccreditation(site.services, actor, organisationId, decided);
  return settled.ok ? goTo(addressOf(visit, organisationId)) : faultReply(visit, settled.fault);
}

/** Withdraws the accreditation, from this moment on. */
export async function takeBackAccreditation(visit: SignedInVisit): Promise<Reply> {
  const organisationId = await organisationOf(visit);
  if (organisationId === undefined) return noSuchOrganisation(visit);
  const withdrawn = await withdrawAccreditation(visit.site.services, visit.actor, organisationId);
  return withdrawn.ok ? goTo(addressOf(visit, organisationId)) : faultReply(visit, withdrawn.fault);
}

/** The organisation that the address names in this session; a handle of another is written down. */
export async function organisationOf(visit: SignedInVisit): Promise<number | undefined> {
  const { site, actor, handleSecret, params } = visit;
  const found = organisationOfHandle(site.handleKey, handleSecret, params['organisation'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such organisation in this session');
  return found;
}

/** The page of an organisation in this session. */
export function addressOf({ site, handleSecret }: SignedInVisit, organisationId: number): `/${string}` {
  return `/organisations/${organisationHandle(site.handleKey, handleSecret, organisationId)}`;
}

export function noSuchOrganisation(visit: SignedInVisit): Reply {
  return faultReply(visit, {
    kind: 'not-found',
    says: 'There is no such organisation here. Start again from the menu.',
  });
}

async function organisationReply(visit: SignedInVisit, organisationId: number): Promise<Reply> {
  const seen: Outcome<SeenOrganisation> = await seeOrganisation(
    visit.site.services,
    visit.actor,
    organisationId,
  );
  if (!seen.ok) return faultReply(visit, seen.fault);
  const organisation = seen.value;
  const enrolFirst =
    isOfTheOffice(visit.actor) &&
    linkButton({
      text: 'Propose an account administrator',
      href: `${addressOf(visit, organisationId)}/administrators/new`,
      kind: 'secondary',
    });
  const makeSupplier =
    isOfTheOffice(visit.actor) &&
    linkButton({
      text: 'Make it a supplier of files',
      href: `${addressOf(visit, organisationId)}/suppliers/new`,
      kind: 'secondary',
    });
  const main = html`${facts(visit, organisation)} ${enrolFirst} ${makeSupplier}
  ${accreditationPart(visit, organisation)} ${coveragePart(organisation)} ${teamsPart(visit, organisation)}`;
  const ofOffice = isOfTheOffice(visit.actor);
  const framed = frame(visit, {
    title: organisation.name,
    caption: organisationKinds[organisation.kind].name,
    main,
    ...(ofOffice ? { backLink: { href: '/organisations' } } : {}),
    showsChild: false,
    width: 'full',
  });
  return pageReply(framed);
}

function facts(
  { site }: SignedInVisit,
  { kind, registerCode, council, accreditedUntil }: SeenOrganisation,
): Html {
  const described = organisationKinds[kind];
  const code = 'code' in described ? [{ key: described.code, value: registerCode ?? 'Not recorded' }] : [];
  return summaryList({
    rows: [
      { key: 'Accredited until', value: untilInWords(accreditedUntil, londonDay(site.services.now())) },
      ...code,
      { key: 'Council', value: council ?? 'Works everywhere' },
    ],
  });
}

function accreditationPart(visit: SignedInVisit, organisation: SeenOrganisation): Html {
  const { accreditations, organisationId } = organisation;
  const mayPropose = isOfTheOffice(visit.actor);
  const waits = accreditations.some(({ state }) => state === 'proposed');
  const propose = linkButton({
    text: accreditations.length === 0 ? 'Propose for accreditation' : 'Propose to renew',
    href: `${addressOf(visit, organisationId)}/accreditations/new`,
  });
  return html`<h2 class="govuk-heading-m">Accreditation</h2>
    ${accreditations.length === 0 && html`<p class="govuk-body">No evidence has been recorded.</p>`}
    ${accreditations.map((one) => accreditationCard(visit, organisation, one))}
    ${mayPropose && !waits && propose} ${mayPropose && withdrawPart(visit, organisation)}`;
}

function withdrawPart(visit: SignedInVisit, { organisationId, accreditedUntil }: SeenOrganisation): Html {
  const today = londonDay(visit.site.services.now());
  const isOwn = organisationId === visit.actor.organisationId;
  if (isOwn || accreditedUntil === null || accreditedUntil < today) return html``;
  return details({
    summary: 'Withdraw the accreditation',
    main: form({
      action: `${addressOf(visit, organisationId)}/accreditations/withdrawals`,
      formToken: visit.formToken,
      main: html`<p class="govuk-body">
          All users of the organisation are stopped at their next request, and told whom to ask. To let them
          back, propose it for accreditation again.
        </p>
        ${button({ text: 'Withdraw accreditation', kind: 'warning', preventDoubleClick: true })}`,
    }),
  });
}

function accreditationCard(
  visit: SignedInVisit,
  { organisationId }: SeenOrganisation,
  one: SeenOrganisation['accreditations'][number],
): Html {
  const card = summaryCard({
    title: html`${showDay(one.from)} to ${showDay(one.until)}`,
    headingLevel: 3,
    rows: [
      { key: 'State', value: stateTag(one.state) },
      { key: 'Evidence', value: html`${evidenceKinds[one.evidence]}, ${one.reference}` },
      {
        key: 'Disciplinary contact',
        value: html`${one.disciplinaryName}<br />${one.disciplinaryTelephone}<br />${one.disciplinaryEmail}`,
      },
      { key: 'Proposed by', value: html`${one.proposer}, ${momentInWords(one.proposedAt)}` },
      ...(one.decider === null || one.decidedAt === null
        ? []
        : [{ key: 'Decided by', value: html`${one.decider}, ${momentInWords(one.decidedAt)}` }]),
    ],
  });
  return html`${card} ${one.state === 'proposed' && decision(visit, organisationId, one.proposedBy)}`;
}

function decision(visit: SignedInVisit, organisationId: number, proposedBy: number): Html {
  if (!isOfTheOffice(visit.actor)) return insetText({ text: 'Waits for the ContactPoint office.' });
  if (proposedBy === visit.actor.accountId)
    return insetText({
      text: 'You proposed this. Another account administrator of the office has to decide it.',
    });
  return form({
    action: `${addressOf(visit, organisationId)}/accreditations/decisions`,
    formToken: visit.formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: 'Approve', name: 'decision', value: 'approved', preventDoubleClick: true })}
      ${button({ text: 'Refuse', name: 'decision', value: 'refused', kind: 'warning' })}
    </div>`,
  });
}

/** How a proposal stands, as a coloured word. */
export function stateTag(state: 'proposed' | 'approved' | 'refused' | 'withdrawn'): Html {
  if (state === 'proposed') return tag({ text: 'Waits for a second administrator', colour: 'yellow' });
  if (state === 'approved') return tag({ text: 'Approved', colour: 'green' });
  return tag({ text: state === 'refused' ? 'Refused' : 'Withdrawn', colour: 'red' });
}

function coveragePart({ coverage }: SeenOrganisation): Html {
  if (coverage === undefined) return html``;
  return html`<h2 class="govuk-heading-m">When the duty desks answer</h2>
    <p class="govuk-body">
      A council is accredited only once its duty desks cover all 168 hours of the week, and bank holidays.
    </p>
    ${weekGrid(coverage)}`;
}

function teamsPart(visit: SignedInVisit, { teams, organisationId }: SeenOrganisation): Html {
  const add = linkButton({
    text: 'Add a team or desk',
    href: `${addressOf(visit, organisationId)}/teams/new`,
    kind: 'secondary',
  });
  const rows = teams.map(({ name, isDesk, serviceKind, telephone, hours }) => [
    { text: html`${name} ${isDesk && tag({ text: 'Duty desk' })}` },
    { text: serviceKinds[serviceKind].name },
    { text: telephone },
    { text: showHours(readHours(hours)) },
  ]);
  const head = [{ text: 'Team' }, { text: 'Service' }, { text: 'Telephone' }, { text: 'Hours' }];
  return html`<h2 class="govuk-heading-m">Teams and desks</h2>
    ${rows.length === 0 && html`<p class="govuk-body">No team is recorded.</p>`}
    ${rows.length > 0 && scrolling('Teams and desks', table({ head, rows, firstCellIsHeader: true }))} ${add}`;
}
