import {
  numberOfWhom,
  urgencies,
  waysToReach,
  whomOfNumber,
  type Whom,
} from '../../domain/contact-request.ts';
import type { Fault } from '../../domain/outcome.ts';
import { mayEver } from '../../domain/policy.ts';
import { footings } from '../../domain/reasons.ts';
import { relationships } from '../../domain/relationships.ts';
import { askToContact, seeWhomToAsk, type SeenWhom } from '../../services/ask-to-contact.ts';
import { pageReply, type Reply } from '../reply.ts';
import { numberHandle, numberOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { input } from '../views/components/input.ts';
import { radios } from '../views/components/radios.ts';
import { contactCards } from '../views/contact-card.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import { deskCards, involvementCard, type Ask } from '../views/record-cards.ts';
import type { SignedInVisit } from '../visit.ts';
import { afterForm, childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** The number first, then how the reader can be reached. */
export async function askWhom(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, []);
}

/** Sends the request. */
export async function sendRequest(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const childId = childNamed(visit);
  const whom = childId === undefined ? undefined : whomNamed(visit, childId);
  if (childId === undefined || whom === undefined) return noSuchChild(visit);
  const said = (name: string) => typed.get(name) ?? '';
  const sent = await askToContact(site.services, actor, childId, whom, {
    reachBy: said('reachBy'),
    telephone: said(said('reachBy') === 'relay uk' ? 'textRelay' : 'telephone'),
    email: said('email'),
    urgency: said('urgency'),
    footing: said('footing'),
    carer: said('carer'),
  });
  return afterForm(visit, sent, {
    to: '/contact-requests',
    again: (faults) => askingPage(visit, faults.map(besideItsBox(said('reachBy')))),
  });
}

/** The same form again, with what was chosen, where it was out of date. */
export async function askWhomAgain(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, [outOfDate('Check your answers and send them again.')]);
}

/** Where the cards of an opened record lead; undefined for who asks nobody. Only a record that was opened has these addresses. */
export function askFrom(visit: SignedInVisit): Ask | undefined {
  const { site, handleSecret, actor } = visit;
  const childId = childNamed(visit);
  if (childId === undefined || !mayEver(actor.kind, 'ask to contact') || actor.mediation !== undefined)
    return undefined;
  return (whom) => {
    const named = { of: 'whom to ask', childId, no: numberOfWhom(whom) } as const;
    return ofChild(visit, `/asks/${numberHandle(site.handleKey, handleSecret, named)}`);
  };
}

/** For social workers alone: the one question about a carer's other children. */
export function askOthersLink(visit: SignedInVisit): Html {
  const ask = askFrom(visit);
  if (ask === undefined || visit.actor.role !== 'social worker') return html``;
  return html`<p class="govuk-body">
    <a class="govuk-link" href="${ask({ kind: 'others' })}"
      >Ask the worker of any other child of a carer to contact you</a
    >
  </p>`;
}

function besideItsBox(reachBy: string): (fault: Fault) => Fault {
  return (fault) =>
    fault.field === 'telephone' && reachBy === 'relay uk' ? { ...fault, field: 'textRelay' } : fault;
}

function whomNamed({ site, handleSecret, params }: SignedInVisit, childId: number): Whom | undefined {
  const of = { of: 'whom to ask', childId } as const;
  const number = numberOfHandle(site.handleKey, handleSecret, of, params['whom'] ?? '');
  return number === undefined ? undefined : whomOfNumber(number);
}

async function askingPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  const whom = childId === undefined ? undefined : whomNamed(visit, childId);
  if (childId === undefined || whom === undefined) return noSuchChild(visit);
  const seen = await seeWhomToAsk(visit.site.services, visit.actor, childId, whom);
  if (!seen.ok) return afterForm(visit, seen, { to: '/' });
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Ask them to contact me',
    caption: html`About <bdi>${seen.value.name}</bdi>`,
    main: html`${first(visit, whom, seen.value)} ${askingForm(visit, seen.value, errors)}`,
    backLink: { href: ofChild(visit), text: 'Open the record again' },
    errors,
    showsChild: true,
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

// Urgent never waits in a queue: the number first, the request after (product.md section 4).
function first({ site }: SignedInVisit, whom: Whom, { service, atAnyHour }: SeenWhom): Html {
  const now = site.services.now();
  const toRing = service === undefined ? deskCards(atAnyHour, now) : [involvementCard(service, now)];
  return html`<p class="govuk-body">${whoReads[whom.kind]}</p>
    <h2 class="govuk-heading-m">If it is urgent, ring now</h2>
    ${contactCards(toRing, 3)}
    ${
      service === undefined &&
      toRing.length === 0 &&
      html`<p class="govuk-body">Ring the council’s duty desk.</p>`
    }
    <h2 class="govuk-heading-m">If it can wait, ask</h2>`;
}

const whoReads: Readonly<Record<Whom['kind'], string>> = {
  work: 'They read your name, what you do, how to reach you, and about which child. Nothing else is sent.',
  relay:
    'The relay passes this on to the service, which reads your name, what you do and how to reach you. You are told what becomes of it, and neither which service it is nor where.',
  withheld:
    'It goes to somebody who helps the child, who reads your name, what you do and how to reach you. You are told what becomes of it, and neither who they are nor where.',
  others:
    'If a carer of this child cares for another child too, that child’s worker reads your name, what you do and how to reach you. You are not told whether there is one: if there is, they decide whether to contact you.',
};

function askingForm(visit: SignedInVisit, seen: SeenWhom, errors: readonly FieldError[]): Html {
  const filled = (name: string) => visit.form.get(name);
  return form({
    action: visit.address,
    formToken: visit.formToken,
    main: html`
      ${seen.carers.length > 0 && carerQuestion(seen, filled('carer'), errors)}
      ${radios({
        name: 'reachBy',
        legend: 'How can they reach you?',
        legendSize: 'm',
        items: reachItems(filled, errors),
        value: filled('reachBy'),
        error: errorOf(errors, 'reachBy'),
      })}
      ${radios({
        name: 'urgency',
        legend: 'How soon do you need to talk?',
        legendSize: 'm',
        items: Object.entries(urgencies).map(([value, text]) => ({ value, text })),
        value: filled('urgency'),
        error: errorOf(errors, 'urgency'),
      })}
      ${radios({
        name: 'footing',
        legend: 'Who has agreed that you may talk about the child?',
        legendSize: 'm',
        items: footingItems,
        value: filled('footing'),
        error: errorOf(errors, 'footing'),
      })}
      ${button({ text: 'Send request', preventDoubleClick: true })}
    `,
  });
}

const footingItems = Object.entries(footings)
  .filter(([value]) => value !== 'not asked yet')
  .map(([value, text]) => ({ value, text }));

function carerQuestion({ carers }: SeenWhom, value: string | undefined, errors: readonly FieldError[]): Html {
  return radios({
    name: 'carer',
    legend: 'Which carer is it about?',
    legendSize: 'm',
    items: carers.map(({ no, name, relationship }) => ({
      value: String(no),
      text: `${name}, ${relationships[relationship].toLowerCase()}`,
    })),
    value,
    error: errorOf(errors, 'carer'),
  });
}

function reachItems(filled: (name: string) => string | undefined, errors: readonly FieldError[]) {
  const box = (name: string, label: string, type: 'tel' | 'email') =>
    input({
      name,
      label,
      type,
      value: filled(name),
      error: errorOf(errors, name),
      autocomplete: 'off',
      classes: 'govuk-input--width-20',
    });
  return [
    {
      value: 'telephone',
      text: waysToReach.telephone,
      conditional: box('telephone', 'Telephone number', 'tel'),
    },
    {
      value: 'relay uk',
      text: waysToReach['relay uk'],
      conditional: box('textRelay', 'Number to dial after 18002', 'tel'),
    },
    { value: 'email', text: waysToReach.email, conditional: box('email', 'E-mail address', 'email') },
  ];
}
