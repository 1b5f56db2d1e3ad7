import type { Fault } from '../../domain/outcome.ts';
import { addToList, seeWellKnown, takeOffList, type WellKnown } from '../../services/well-known.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { listedHandle, listedOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { scrolling, table } from '../views/components/table.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Well-known families';

/** The list that reviewers keep of children whom many people know of. */
export async function showWellKnown(visit: SignedInVisit): Promise<Reply> {
  return listPage(visit, []);
}

/** Puts a child on it. */
export async function addToWellKnown(visit: SignedInVisit): Promise<Reply> {
  const added = await addToList(visit.site.services, visit.actor, visit.form.get('number') ?? '');
  if (added.ok) return goTo('/well-known');
  return added.fault.kind === 'invalid' ? listPage(visit, [added.fault]) : faultReply(visit, added.fault);
}

/** The list again with what was typed, where the form was out of date. */
export async function addToWellKnownAgain(visit: SignedInVisit): Promise<Reply> {
  return listPage(visit, [outOfDate('Check the number and send it again.')]);
}

/** Asks to take a child off it, or does so after another reviewer asked. */
export async function takeOffWellKnown(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, handleSecret, params } = visit;
  const childId = listedOfHandle(site.handleKey, handleSecret, params['listed'] ?? '');
  if (childId === undefined) {
    await noteRefusal(site.services, actor, 'nobody so listed in this session');
    return faultReply(visit, { kind: 'not-found', says: 'Nobody like that is on the list. Open it again.' });
  }
  const taken = await takeOffList(site.services, actor, childId);
  return taken.ok ? goTo('/well-known') : faultReply(visit, taken.fault);
}

async function listPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const asked = Number(visit.query['page'] ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 5000 ? asked : 1;
  const seen = await seeWellKnown(visit.site.services, visit.actor, page);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, hasMore } = seen.value;
  const errors = fieldErrors(faults);
  const main = html`${explained} ${addForm(visit, errors)}
  ${rows.length === 0 ? nobodyYet : listTable(visit, rows)}
  ${hasMore && html`<p class="govuk-body"><a class="govuk-link" href="/well-known?page=${page + 1}">Added earlier</a></p>`}`;
  const framed = frame(visit, { title, main, errors, showsChild: false, width: 'full' });
  return pageReply(framed, errors.length === 0 ? 200 : 400);
}

const explained = html`<p class="govuk-body">
  Children of families whom many people know of, from the news or otherwise. Whoever looks at a child on this
  list, or at a child who has a carer in common with one, and whose work does not explain it, is asked why.
  The list shows no names. Nobody but reviewers sees it.
</p>`;
const nobodyYet = html`<p class="govuk-body">Nobody is on the list.</p>`;

function addForm(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  return form({
    action: '/well-known',
    formToken: visit.formToken,
    main: html`${input({
      name: 'number',
      label: 'ContactPoint number of the child',
      hint: 'Like 79FH-S797-E. Somebody who works with the family can tell you it.',
      value: errors.length === 0 ? '' : visit.form.get('number'),
      error: errorOf(errors, 'number'),
      autocomplete: 'off',
      spellcheck: false,
      classes: 'govuk-input--width-10',
    })}
    ${button({ text: 'Put on the list', preventDoubleClick: true })}`,
  });
}

function listTable(visit: SignedInVisit, rows: readonly WellKnown[]): Html {
  const main = table({
    head: [{ text: 'Number ends in' }, { text: 'Added' }, { text: 'What you can do' }],
    rows: rows.map((row) => [
      { text: `${row.ending.slice(0, 2)}-${row.ending.slice(2)}` },
      { text: html`${momentInWords(row.added_at)}<br />by ${row.added_by}` },
      { text: removal(visit, row) },
    ]),
    firstCellIsHeader: true,
  });
  return scrolling(title, main);
}

function removal({ site, handleSecret, formToken, actor }: SignedInVisit, row: WellKnown): Html {
  if (row.removal_asked_by === actor.accountId)
    return html`You asked to take this child off. Another reviewer has to do it.`;
  const send = form({
    action: `/well-known/${listedHandle(site.handleKey, handleSecret, row.child_id)}/removals`,
    formToken,
    main: button({
      text: html`${row.removal_asked_by === null ? 'Ask to take off' : 'Take off the list'}<span
          class="govuk-visually-hidden"
          >: number ending ${row.ending}</span
        >`,
      kind: 'secondary',
      preventDoubleClick: true,
    }),
  });
  return html`${row.asked_by !== null && html`${row.asked_by} asked to take this child off. `}${send}`;
}
