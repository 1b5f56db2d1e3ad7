import { isOfTheOffice } from '../../domain/administration.ts';
import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import { isOrganisationKind, organisationKinds } from '../../domain/organisation-kinds.ts';
import type { Fault } from '../../domain/outcome.ts';
import { findNameFilter, keepNameFilter } from '../../services/list-filters.ts';
import { seeOrganisations, type ListPage } from '../../services/organisations.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { organisationHandle } from '../secrecy.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { select } from '../views/components/select.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { listFilters, listPages, sortHead, wordIn, type ListQuery } from '../views/list-controls.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Organisations';
const states = {
  '': 'Any',
  waiting: 'Waiting for a decision',
  soon: 'Ends within 30 days',
  lapsed: 'Has ended',
  never: 'Never accredited',
} as const;
const stateWords = ['', 'waiting', 'soon', 'lapsed', 'never'] as const;
const sortWords = ['name', 'until'] as const;

/** Every organisation, filtered by words of closed lists in the address, and by a name that is not in it. */
export async function showOrganisations(visit: SignedInVisit): Promise<Reply> {
  return listReply(visit, []);
}

/** Takes the name to filter by, and sends the browser to the list of those. */
export async function filterOrganisations(visit: SignedInVisit): Promise<Reply> {
  const typed = visit.form.get('name') ?? '';
  if (!isOfTheOffice(visit.actor)) return listReply(visit, []);
  if (typed.trim() === '') return goTo('/organisations');
  const kept = await keepNameFilter(visit.site.services, visit.actor, typed);
  return kept.ok ? goTo(`/organisation-lists/${kept.value}`) : listReply(visit, [kept.fault]);
}

/** The list again, where the form was out of date. */
export async function filterOrganisationsAgain(visit: SignedInVisit): Promise<Reply> {
  return listReply(visit, [outOfDate('Check what you typed and send it again.')]);
}

async function listReply(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const { site, actor, query } = visit;
  const kind = isOrganisationKind(query['kind'] ?? '') ? query['kind'] : undefined;
  const wanted = {
    kind: kind !== undefined && isOrganisationKind(kind) ? kind : ('' as const),
    state: wordIn(stateWords, query['state']),
    sort: wordIn(sortWords, query['sort']),
  };
  const name = await findNameFilter(site.services, actor, visit.params['filter']);
  if (!name.ok) return notHere(visit, name.fault);
  const page = Number(query['page'] ?? '1');
  const seen = await seeOrganisations(site.services, actor, { ...wanted, name: name.value }, page);
  if (!seen.ok) return notHere(visit, seen.fault);
  const errors = fieldErrors(faults);
  const main = html`${linkButton({ text: 'Add an organisation', href: '/organisations/new' })}
  ${nameForm(visit, visit.form.get('name') ?? name.value, errorOf(errors, 'name'))}
  ${listFilters(baseOf(visit), html`${kindSelect(wanted.kind)} ${stateSelect(wanted.state)}`)}
  ${rowsOrNone(visit, seen.value, wanted)}`;
  const framed = frame(visit, { title, main, errors, showsChild: false, width: 'full' });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

async function notHere(visit: SignedInVisit, fault: Fault): Promise<Reply> {
  if (fault.kind === 'not-found')
    await noteRefusal(visit.site.services, visit.actor, 'no such list in this session');
  return faultReply(visit, fault);
}

function baseOf({ params }: SignedInVisit): string {
  const filter = params['filter'];
  return filter === undefined ? '/organisations' : `/organisation-lists/${encodeURIComponent(filter)}`;
}

function nameForm(visit: SignedInVisit, value: string, error: string | undefined): Html {
  return form({
    action: '/organisation-lists',
    formToken: visit.formToken,
    classes: 'app-filters',
    main: html`${input({
      name: 'name',
      label: 'Part of the name',
      value,
      error,
      autocomplete: 'off',
      spellcheck: false,
      classes: 'govuk-input--width-20',
    })}
    ${button({ text: 'Find', kind: 'secondary' })}`,
  });
}

function kindSelect(value: string): Html {
  const items = Object.entries(organisationKinds).map(([kind, { name }]) => ({ value: kind, text: name }));
  return select({ name: 'kind', label: 'Kind', items: [{ value: '', text: 'Any' }, ...items], value });
}

function stateSelect(value: string): Html {
  const items = Object.entries(states).map(([word, text]) => ({ value: word, text }));
  return select({ name: 'state', label: 'Accreditation', items, value });
}

type Row = Parameters<typeof rowOf>[1];

function rowsOrNone(visit: SignedInVisit, { rows, page, hasMore }: ListPage<Row>, query: ListQuery): Html {
  if (rows.length === 0)
    return html`<p class="govuk-body">
      No organisation is so. <a class="govuk-link" href="/organisations">Show all</a>, or add it.
    </p>`;
  const base = baseOf(visit);
  const head = [
    sortHead(base, query, { by: 'name', text: 'Organisation' }),
    { text: 'Kind' },
    { text: 'People', numeric: true },
    sortHead(base, query, { by: 'until', text: 'Accredited until' }),
  ];
  const body = table({ head, rows: rows.map((row) => rowOf(visit, row)), firstCellIsHeader: true });
  return html`${scrolling(title, body)} ${listPages(base, query, { page, hasMore })}`;
}

function rowOf(
  { site, handleSecret }: SignedInVisit,
  organisation: {
    readonly organisationId: number;
    readonly kind: keyof typeof organisationKinds;
    readonly name: string;
    readonly accreditedUntil: Day | null;
    readonly waiting: boolean;
    readonly people: number;
  },
) {
  const { organisationId, kind, name, accreditedUntil, waiting, people } = organisation;
  const handle = organisationHandle(site.handleKey, handleSecret, organisationId);
  const today = londonDay(site.services.now());
  return [
    { text: html`<a class="govuk-link" href="/organisations/${handle}">${name}</a>` },
    { text: organisationKinds[kind].name },
    { text: people, numeric: true },
    {
      text: html`${untilInWords(accreditedUntil, today)}
      ${waiting && tag({ text: 'Waits', colour: 'yellow' })}`,
    },
  ];
}

/** Until when an organisation is accredited, or that it is not. */
export function untilInWords(until: Day | null, today: Day): Html {
  if (until === null) return html`Not accredited`;
  return until < today ? html`Ended ${showDay(until)}` : html`${showDay(until)}`;
}
