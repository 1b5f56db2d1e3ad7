import { isAccountState } from '../../domain/account-standing.ts';
import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { isRole, roles } from '../../domain/roles.ts';
import { findNameFilter, keepNameFilter } from '../../services/list-filters.ts';
import { seePeople } from '../../services/people.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { select } from '../views/components/select.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { errorOf, fieldErrors } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { listFilters, listPages, sortHead, wordIn } from '../views/list-controls.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { addressOfPerson } from './person-address.ts';

const title = 'People';
const lapses = { '': 'Any', soon: 'Lapses within 30 days', lapsed: 'Has lapsed' } as const;

/** The people of the administrator's organisation, filtered by closed words in the address, and by a name that is not in it. */
export async function showPeople(visit: SignedInVisit): Promise<Reply> {
  return listReply(visit, []);
}

/** Takes the name to filter by, and sends the browser to the list of those. */
export async function filterPeople(visit: SignedInVisit): Promise<Reply> {
  const typed = visit.form.get('name') ?? '';
  if (typed.trim() === '') return goTo('/people');
  const kept = await keepNameFilter(visit.site.services, visit.actor, typed);
  return kept.ok ? goTo(`/people-lists/${kept.value}`) : listReply(visit, [kept.fault]);
}

/** The list again, where the form was out of date. */
export async function filterPeopleAgain(visit: SignedInVisit): Promise<Reply> {
  return listReply(visit, [outOfDate('Check what you typed and send it again.')]);
}

async function listReply(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const { site, actor, query, params } = visit;
  const [state = '', role = ''] = [query['state'], query['role']];
  const wanted = {
    state: isAccountState(state) ? state : ('' as const),
    role: isRole(role) ? role : ('' as const),
    lapse: wordIn(['', 'soon', 'lapsed'], query['lapse']),
    sort: wordIn(['name', 'lapse'], query['sort']),
  };
  const name = await findNameFilter(site.services, actor, params['filter']);
  if (!name.ok) return notHere(visit, name.fault);
  const page = Number(query['page'] ?? '1');
  const seen = await seePeople(site.services, actor, { ...wanted, name: name.value }, page);
  if (!seen.ok) return notHere(visit, seen.fault);
  const errors = fieldErrors(faults);
  const base =
    params['filter'] === undefined ? '/people' : `/people-lists/${encodeURIComponent(params['filter'])}`;
  const main = html`<div class="govuk-button-group">
      ${linkButton({ text: 'Propose somebody', href: '/people/new' })}
      ${linkButton({ text: 'Lists as files', href: '/people/files', kind: 'secondary' })}
    </div>
    ${nameForm(visit, visit.form.get('name') ?? name.value, errorOf(errors, 'name'))}
    ${listFilters(base, selects(wanted))} ${rowsOrNone(visit, base, wanted, seen.value)}`;
  const { organisationName: caption } = actor;
  const framed = frame(visit, { title, caption, main, errors, showsChild: false, width: 'full' });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

async function notHere(visit: SignedInVisit, fault: Fault): Promise<Reply> {
  await noteRefusal(visit.site.services, visit.actor, 'no such list in this session');
  return faultReply(visit, fault);
}

function nameForm({ formToken }: SignedInVisit, value: string, error: string | undefined): Html {
  const classes = 'govuk-input--width-20';
  return form({
    action: '/people-lists',
    formToken,
    classes: 'app-filters',
    main: html`${input({ name: 'name', label: 'Part of the name', value, error, autocomplete: 'off', classes })}
    ${button({ text: 'Find', kind: 'secondary' })}`,
  });
}

type Wanted = {
  readonly state: string;
  readonly role: string;
  readonly lapse: string;
  readonly sort: string;
};

function selects({ state, role, lapse }: Wanted): Html {
  const any = { value: '', text: 'Any' };
  const stateItems = Object.entries(stateNames).map(([value, text]) => ({ value, text }));
  const roleItems = Object.entries(roles).map(([value, { name: text }]) => ({ value, text }));
  const lapseItems = Object.entries(lapses).map(([value, text]) => ({ value, text }));
  return html`${select({ name: 'state', label: 'State', items: [any, ...stateItems], value: state })}
  ${select({ name: 'role', label: 'Account for', items: [any, ...roleItems], value: role })}
  ${select({ name: 'lapse', label: 'Check and training', items: lapseItems, value: lapse })}`;
}

const stateNames = {
  proposed: 'Proposed',
  enrolled: 'Not activated',
  active: 'Active',
  suspended: 'Suspended',
  closed: 'Closed',
  refused: 'Refused',
} as const;

type Shown = Extract<Awaited<ReturnType<typeof seePeople>>, { readonly ok: true }>['value'];

function rowsOrNone(
  visit: SignedInVisit,
  base: string,
  wanted: Wanted,
  { rows, page, hasMore }: Shown,
): Html {
  if (rows.length === 0)
    return html`<p class="govuk-body">
      Nobody is so. <a class="govuk-link" href="/people">Show everybody</a>
    </p>`;
  const head = [
    sortHead(base, wanted, { by: 'name', text: 'Person' }),
    { text: 'Account for' },
    { text: 'State' },
    sortHead(base, wanted, { by: 'lapse', text: 'Next lapse' }),
  ];
  const body = rows.map((person) => rowOf(visit, person));
  return html`${scrolling(title, table({ head, rows: body, firstCellIsHeader: true }))}
  ${listPages(base, wanted, { page, hasMore })}`;
}

function rowOf(visit: SignedInVisit, person: Shown['rows'][number]) {
  const today = londonDay(visit.site.services.now());
  const href = addressOfPerson(visit, person.accountId);
  return [
    { text: html`<a class="govuk-link" href="${href}">${person.fullName}</a>` },
    { text: roles[person.role].name },
    { text: accountTag(person.state) },
    { text: lapseInWords(person.lapsesOn, person.signed, today) },
  ];
}

/** The state of an account, as a coloured word. */
export function accountTag(state: keyof typeof stateNames): Html {
  const colours = {
    proposed: 'yellow',
    enrolled: 'yellow',
    active: 'green',
    suspended: 'red',
    closed: 'grey',
    refused: 'grey',
  } as const;
  return tag({ text: stateNames[state], colour: colours[state] });
}

function lapseInWords(lapsesOn: Day | null, signed: boolean, today: Day): Html {
  if (lapsesOn === null) return html`Not recorded`;
  const when = lapsesOn <= today ? html`Lapsed ${showDay(lapsesOn)}` : html`${showDay(lapsesOn)}`;
  return signed ? when : html`${when}<br />Agreement not signed`;
}
