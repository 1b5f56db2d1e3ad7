import { isDay, londonDay, showDay } from '../../domain/calendar.ts';
import type { Fault, Outcome } from '../../domain/outcome.ts';
import { roles } from '../../domain/roles.ts';
import { reasonsToLift, reviewsAfter, stateOfShield } from '../../domain/shielding.ts';
import type { ServiceContext } from '../../services/context.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { askToLift, keepShield, noSuchShield, seeShield, settleLift } from '../../services/shields.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { childHandle, childOfHandle, shieldOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { details } from '../views/components/details.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { radios } from '../views/components/radios.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';
import { shieldTag } from './shields.ts';

/** One shield: whom it covers, what it waits for, and what can be done now. */
export async function showShield(visit: SignedInVisit): Promise<Reply> {
  return shieldPage(visit, []);
}

/** Decides that it stays. */
export async function keepShieldOn(visit: SignedInVisit): Promise<Reply> {
  const after = visit.form.get('after') ?? '';
  return stepIn(visit, (context, actor, id) => keepShield(context, actor, id, after));
}

/** The first of two people: asks to lift it, or to take one child out. */
export async function askToLiftShield(visit: SignedInVisit): Promise<Reply> {
  const because = visit.form.get('because') ?? '';
  return stepIn(visit, (context, actor, id) =>
    askToLift(context, actor, id, { because, ...childMeant(visit) }),
  );
}

/** The second of two people lifts it, or keeps it on. */
export async function decideOnLift(visit: SignedInVisit): Promise<Reply> {
  const lifts = visit.form.get('decision') === 'lift';
  return stepIn(visit, (context, actor, id) =>
    settleLift(context, actor, id, { lifts, ...childMeant(visit) }),
  );
}

type Step = (
  context: ServiceContext,
  actor: SignedInVisit['actor'],
  protectionId: number,
) => Promise<Outcome<'done'>>;

async function stepIn(visit: SignedInVisit, step: Step): Promise<Reply> {
  const protectionId = await shieldNamed(visit);
  if (protectionId === undefined) return faultReply(visit, noSuchShield);
  const stepped = await step(visit.site.services, visit.actor, protectionId);
  if (stepped.ok) return goTo('/shields');
  return stepped.fault.kind === 'invalid'
    ? shieldPage(visit, [stepped.fault])
    : faultReply(visit, stepped.fault);
}

// One that was not made for this session is no child: the step then finds nothing to do.
function childMeant({ site, handleSecret, form: typed }: SignedInVisit): { readonly childId?: number } {
  const handle = typed.get('child') ?? '';
  if (handle === '') return {};
  return { childId: childOfHandle(site.handleKey, handleSecret, handle) ?? 0 };
}

async function shieldNamed(visit: SignedInVisit): Promise<number | undefined> {
  const { site, handleSecret, params, actor } = visit;
  const found = shieldOfHandle(site.handleKey, handleSecret, params['shield'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such shield in this session');
  return found;
}

function addressOf({ params }: SignedInVisit): string {
  return `/shields/${encodeURIComponent(params['shield'] ?? '')}`;
}

type Seen = Extract<Awaited<ReturnType<typeof seeShield>>, { readonly ok: true }>['value'];
type Covered = Seen['children'][number];

async function shieldPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const protectionId = await shieldNamed(visit);
  if (protectionId === undefined) return faultReply(visit, noSuchShield);
  const read = await seeShield(visit.site.services, visit.actor, protectionId);
  if (!read.ok) return faultReply(visit, read.fault);
  const errors = fieldErrors(faults);
  const seen = read.value;
  const page = frame(visit, {
    title: 'A shield',
    main: html`${facts(visit, seen)} ${decisionPart(visit, seen, errors)} ${liftPart(visit, seen, errors)}
    ${childrenPart(visit, seen)}`,
    errors,
    backLink: { href: '/shields' },
    showsChild: true,
    receipt: seen.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function facts(visit: SignedInVisit, seen: Seen): Html {
  const today = londonDay(visit.site.services.now());
  return summaryList({
    rows: [
      { key: 'State', value: shieldTag(stateOfShield(seen, today), false) },
      { key: 'Why', value: seen.because },
      { key: 'Asked', value: `${showDay(londonDay(seen.askedAt))}, by ${askerOf(seen)}` },
      {
        key: 'Decision',
        value:
          seen.decidedAt === null
            ? `Due by the end of ${showDay(seen.decideBy)}`
            : `It stays: ${showDay(londonDay(seen.decidedAt))}`,
      },
      ...(seen.reviewOn === null ? [] : [{ key: 'To be looked at again', value: showDay(seen.reviewOn) }]),
    ],
  });
}

function askerOf({ askedAs, askerRole, askerOrganisation }: Seen): string {
  if (askedAs === 'family') return 'the family';
  if (askedAs === 'supplier' || askerRole === null) return 'a supplier of records';
  return `${roles[askerRole].name.toLowerCase()}, ${askerOrganisation ?? ''}`;
}

function decisionPart(visit: SignedInVisit, seen: Seen, errors: readonly FieldError[]): Html {
  if (seen.liftAskedBy !== null) return html``;
  const state = stateOfShield(seen, londonDay(visit.site.services.now()));
  if (state === 'stands') return html``;
  if (seen.decidedAt === null && seen.askedBy === visit.actor.accountId)
    return insetText({
      text: 'You asked for this shield. Another person of the council decides whether it stays.',
    });
  return form({
    action: `${addressOf(visit)}/decisions`,
    formToken: visit.formToken,
    main: html`${radios({
      name: 'after',
      legend: 'The shield stays. When is it to be looked at again?',
      legendSize: 'm',
      items: Object.entries(reviewsAfter).map(([value, text]) => ({ value, text })),
      value: visit.form.get('after'),
      error: errorOf(errors, 'after'),
    })}
    ${button({ text: 'Keep the shield on', preventDoubleClick: true })}`,
  });
}

function liftPart(visit: SignedInVisit, seen: Seen, errors: readonly FieldError[]): Html {
  if (seen.liftAskedBy !== null)
    return html`<h2 class="govuk-heading-m">Lifting it</h2>
      <p class="govuk-body">
        Somebody asked to lift this shield:
        ${seen.liftBecause === null ? '' : reasonsToLift[seen.liftBecause]}.
      </p>
      ${secondForm(visit, seen.liftAskedBy, 'Lift the shield', '')}`;
  return details({
    summary: 'Lift this shield',
    open: errors.some(({ field }) => field === 'because'),
    main: html`<p class="govuk-body">
        Everything is shown again when a second person of the council agrees. Until then it stays hidden.
      </p>
      ${reasonForm(visit, errors, '', 'Ask to lift the shield')}`,
  });
}

function reasonForm(visit: SignedInVisit, errors: readonly FieldError[], child: string, text: string): Html {
  return form({
    action: `${addressOf(visit)}/lifts`,
    formToken: visit.formToken,
    main: html`${child !== '' && html`<input type="hidden" name="child" value="${child}" />`}
    ${radios({
      name: 'because',
      ...(child === '' ? {} : { id: `because-${child.slice(0, 12)}` }),
      legend: 'Why is it to come off?',
      legendSize: 's',
      items: Object.entries(reasonsToLift).map(([value, reason]) => ({ value, text: reason })),
      value: child === '' ? visit.form.get('because') : undefined,
      error: child === '' ? errorOf(errors, 'because') : undefined,
    })}
    ${button({ text, kind: 'secondary', preventDoubleClick: true })}`,
  });
}

function secondForm(visit: SignedInVisit, askedBy: number, lift: string, child: string): Html {
  const isOwn = askedBy === visit.actor.accountId;
  return html`${isOwn && insetText({ text: 'You asked for this. It takes a second person of the council.' })}
  ${form({
    action: `${addressOf(visit)}/lift-decisions`,
    formToken: visit.formToken,
    main: html`${child !== '' && html`<input type="hidden" name="child" value="${child}" />`}
      <div class="govuk-button-group">
        ${!isOwn && button({ text: lift, name: 'decision', value: 'lift', kind: 'warning', preventDoubleClick: true })}
        ${!isOwn && button({ text: 'Keep it on', name: 'decision', value: 'keep', kind: 'secondary' })}
      </div>`,
  })}`;
}

function childrenPart(visit: SignedInVisit, seen: Seen): Html {
  return html`<h2 class="govuk-heading-m">Children covered (${seen.children.length})</h2>
    <p class="govuk-body">
      All of one home, or with a carer in it. One child may be taken out, by two people, where the shield does
      not concern them.
    </p>
    ${seen.children.map((child) => coveredChild(visit, seen, child))}`;
}

function coveredChild(visit: SignedInVisit, seen: Seen, child: Covered): Html {
  const handle = childHandle(visit.site.handleKey, visit.handleSecret, child.childId);
  const name = `${child.givenNames} ${child.familyName}`;
  const born = isDay(child.dateOfBirth) ? showDay(child.dateOfBirth) : '';
  const out =
    child.liftAskedBy === null
      ? details({
          summary: `Take ${name} out of this shield`,
          main: reasonForm(visit, [], handle, 'Ask to take this child out'),
        })
      : secondForm(visit, child.liftAskedBy, 'Take this child out', handle);
  return html`<h3 class="govuk-heading-s"><bdi>${name}</bdi>, born ${born}</h3>
    ${seen.children.length > 1 && out}`;
}
