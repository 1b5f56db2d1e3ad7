import type { DeskMatter, SeenItem } from '../../services/desk-item.ts';
import { childHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { warningText } from '../views/components/warning-text.ts';
import { errorOf, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';

/** A decision as a button, with the key that presses it, unless keys are off. */
function decided(seen: SeenItem, value: string, text: string, key: string, kind?: 'secondary'): Html {
  const keys = seen.keysOff ? {} : { 'data-key': key, 'aria-keyshortcuts': key };
  return button({
    text: html`${text} ${!seen.keysOff && html`<kbd class="app-key">${key}</kbd>`}`,
    name: 'decision',
    value,
    preventDoubleClick: true,
    attributes: keys,
    ...(kind === undefined ? {} : { kind }),
  });
}

/** Where a form about an item is sent. */
export function actionOf({ params }: SignedInVisit, what: string): string {
  return `/desk/items/${encodeURIComponent(params['item'] ?? '')}/${what}`;
}

/** The button beside a child of whom a row may be. */
export function sameForm(visit: SignedInVisit, seen: SeenItem, at: number, childId: number): Html {
  const handle = childHandle(visit.site.handleKey, visit.handleSecret, childId);
  return form({
    action: actionOf(visit, 'decisions'),
    formToken: visit.formToken,
    main: decided(seen, `same ${handle}`, 'The row is of this child', String(at + 1)),
  });
}

/** What can be decided about the item, a button each. */
export function decisions(visit: SignedInVisit, seen: SeenItem, errors: readonly FieldError[]): Html {
  const { matter } = seen;
  if (matter.kind === 'move') return moveForm(visit, seen, matter, errors);
  return html`<h2 class="govuk-heading-m">Decide</h2>
    ${errors.length > 0 && html`<p class="govuk-error-message">${errors[0]?.says}</p>`}
    ${matter.kind === 'pair' && warningFor(visit, matter)}
    ${form({
      action: actionOf(visit, 'decisions'),
      formToken: visit.formToken,
      main: html`<div class="govuk-button-group" id="decision">${buttonsFor(visit, seen)}</div>`,
    })}`;
}

function buttonsFor(visit: SignedInVisit, seen: SeenItem): Html {
  const { matter } = seen;
  if (matter.kind === 'row')
    return html`${decided(seen, 'new child', 'None of these: a child of its own', 'n', 'secondary')}
    ${decided(seen, 'not for this index', 'Of nobody who belongs here', 'x', 'secondary')}`;
  if (matter.kind === 'pair') {
    const isOwn = matter.sameAskedBy === visit.actor.accountId;
    const text = matter.sameAskedBy === null ? 'The same child: merge' : 'Confirm: the same child, merge';
    return html`${!isOwn && decided(seen, 'same child', text, 's')}
    ${decided(seen, 'not the same child', 'Not the same child, for ever', 'n', 'secondary')}`;
  }
  if (seen.item.queue === 'estimated birthday')
    return html`${decided(seen, 'right as it is', '18 by now: let the record go at midnight', 'r')}
    ${decided(seen, 'put right', 'Not 18 yet: its source will say the date', 'p', 'secondary')}`;
  return html`${decided(seen, 'put right', 'It has been put right at its source', 'p')}
  ${decided(seen, 'right as it is', 'It is right as it is', 'r', 'secondary')}`;
}

function warningFor(visit: SignedInVisit, matter: Extract<DeskMatter, { readonly kind: 'pair' }>): Html {
  const { sameAskedBy, second } = matter;
  const waits =
    sameAskedBy === null
      ? 'Two record keepers have to say that they are one child.'
      : sameAskedBy === visit.actor.accountId
        ? 'You said that they are one child. A second record keeper has to confirm it.'
        : 'A colleague said that they are one child. If you are sure too, they are merged.';
  return html`${second.mayBeTwins && warningText({ text: `These may be twins: one birth, and given names that are not the same. ${waits}` })}`;
}

function moveForm(
  visit: SignedInVisit,
  { item }: SeenItem,
  { move }: Extract<DeskMatter, { readonly kind: 'move' }>,
  errors: readonly FieldError[],
): Html {
  if (item.other !== move.to_council)
    return insetText({
      text: `Open until ${move.to_name} accepts. Until then the child’s services here go on, and this stays on your desk too.`,
    });
  const stays = { value: 'from', text: `${move.from_name} stays responsible: the child is placed here` };
  const ours = { value: 'to', text: `${move.to_name} is responsible from now on` };
  return html`${
    move.is_placed &&
    insetText({
      text: `The child is in the care of ${move.in_care_of ?? 'a council'}, which keeps the responsibility wherever the child lives.`,
    })
  }
  ${form({
    action: actionOf(visit, 'acceptances'),
    formToken: visit.formToken,
    main: html`${radios({
      name: 'responsible',
      legend: 'Who is responsible for the child?',
      legendSize: 'm',
      items: move.is_placed ? [stays] : [ours, stays],
      value: move.is_placed ? 'from' : undefined,
      error: errorOf(errors, 'responsible'),
    })}
    ${button({ text: 'Accept the child', preventDoubleClick: true })}`,
  })}`;
}
