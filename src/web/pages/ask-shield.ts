import { showDay } from '../../domain/calendar.ts';
import type { Fault } from '../../domain/outcome.ts';
import { decideBy, reasonsToAsk } from '../../domain/shielding.ts';
import { nameChild, noSuchRecord } from '../../services/child-record.ts';
import { askForShield, protectable } from '../../services/shield-child.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { childOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply, outOfDate } from './faults.ts';
import { frame } from './frame.ts';

/** Asks whom a shield is to protect, and why. */
export async function askToShield(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, []);
}

/** Puts the shield on, at once. */
export async function putShieldOn(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, form: typed } = visit;
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const asked = { childId, whom: typed.get('whom') ?? '', because: typed.get('because') ?? '' };
  const put = await askForShield(site.services, actor, asked);
  if (put.ok) return goTo(`/children/${encodeURIComponent(visit.params['child'] ?? '')}/shielded`);
  const [first] = put.faults;
  const isOfForm = put.faults.every((fault) => fault.kind === 'invalid');
  return first === undefined || isOfForm ? askingPage(visit, put.faults) : faultReply(visit, first);
}

/** The same form again, with what was chosen, where it was out of date. */
export async function askToShieldAgain(visit: SignedInVisit): Promise<Reply> {
  return askingPage(visit, [outOfDate('Check your answers and send them again.')]);
}

/** Says that the shield is on, and what comes after. Names nobody. */
export async function showShieldIsOn(visit: SignedInVisit): Promise<Reply> {
  if (childNamed(visit) === undefined) return noSuchChild(visit);
  const due = showDay(decideBy(visit.site.services.now()));
  const main = html`<p class="govuk-body">
      From now on no page says where they are or who is helping, and no search by place finds them. It covers
      every child of the same home, and every child with a carer in it.
    </p>
    <h2 class="govuk-heading-m">What happens next</h2>
    <ul class="govuk-list govuk-list--bullet">
      <li>The council decides by the end of ${due} whether it stays. Until then it stays.</li>
      <li>If somebody is in danger now, ring <a class="govuk-link" href="tel:999">999</a>.</li>
      <li>Tell nobody where you think the family is.</li>
    </ul>
    <p class="govuk-body"><a class="govuk-link" href="/">Go to the start page</a></p>`;
  return pageReply(frame(visit, { title: 'The shield is on', main, showsChild: false }));
}

async function askingPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const named = await nameChild(visit.site.services, visit.actor, childId);
  if (!named.ok) return faultReply(visit, named.fault);
  const { givenNames, familyName, dateOfBirth, receipt } = named.value;
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Put a shield on',
    caption: html`<bdi>${givenNames} ${familyName}</bdi>, born ${showDay(dateOfBirth)}`,
    main: html`${whatItDoes(visit)} ${askingForm(visit, errors)}`,
    backLink: { href: `/children/${encodeURIComponent(visit.params['child'] ?? '')}` },
    errors,
    showsChild: true,
    receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function whatItDoes({ site }: SignedInVisit): Html {
  const due = showDay(decideBy(site.services.now()));
  return html`<p class="govuk-body">
    A shield hides where somebody is: address, carers, school, GP practice and services, for everybody and at
    once. It follows them onto every record on which they are a child or a carer, and covers every child of
    their home. The council decides by the end of ${due} whether it stays; two people are needed to lift it.
  </p>`;
}

function askingForm(visit: SignedInVisit, errors: readonly FieldError[]): Html {
  const items = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, text]) => ({ value, text }));
  return form({
    action: `/children/${encodeURIComponent(visit.params['child'] ?? '')}/shields`,
    formToken: visit.formToken,
    main: html`
      ${radios({
        name: 'whom',
        legend: 'Whose whereabouts would put somebody at risk?',
        legendSize: 'm',
        items: items(protectable),
        value: visit.form.get('whom'),
        error: errorOf(errors, 'whom'),
      })}
      ${radios({
        name: 'because',
        legend: 'Why?',
        legendSize: 'm',
        hint: 'Only those who decide about it see this.',
        items: items(reasonsToAsk),
        value: visit.form.get('because'),
        error: errorOf(errors, 'because'),
      })}
      ${button({ text: 'Put the shield on', preventDoubleClick: true })}
    `,
  });
}

function childNamed({ site, handleSecret, params }: SignedInVisit): number | undefined {
  return childOfHandle(site.handleKey, handleSecret, params['child'] ?? '');
}

async function noSuchChild(visit: SignedInVisit): Promise<Reply> {
  await noteRefusal(visit.site.services, visit.actor, 'no such record in this session');
  return faultReply(visit, noSuchRecord);
}
