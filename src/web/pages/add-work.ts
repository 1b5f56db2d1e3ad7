import type { Fault } from '../../domain/outcome.ts';
import { serviceKinds } from '../../domain/service-kinds.ts';
import { addWork, askForWork, type TeamAround, type WorkTyped } from '../../services/own-work.ts';
import type { FormFields } from '../form.ts';
import { pageReply, type Reply } from '../reply.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { radios } from '../views/components/radios.ts';
import { errorOf, fieldErrors, type FieldError } from '../views/errors.ts';
import { html, type Html } from '../views/html.ts';
import {
  assessmentQuestion,
  consentQuestions,
  dayQuestion,
  reachQuestion,
  type Filled,
} from '../views/work-forms.ts';
import type { SignedInVisit } from '../visit.ts';
import { afterForm, childNamed, noSuchChild, ofChild } from './care-visit.ts';
import { outOfDate } from './faults.ts';
import { frame } from './frame.ts';
import { typedDay } from './typed-day.ts';

/** Asks for somebody's own work with a child, in three answers: team, since when, how they are reached. */
export async function askForOwnWork(visit: SignedInVisit): Promise<Reply> {
  return addPage(visit, []);
}

/** The same form with what was typed, where it was out of date. */
export async function askForOwnWorkAgain(visit: SignedInVisit): Promise<Reply> {
  return addPage(visit, [outOfDate('Check your answers and send them again.')]);
}

/** Adds it. */
export async function takeOwnWork(visit: SignedInVisit): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const added = await addWork(visit.site.services, visit.actor, childId, workTyped(visit.form));
  return afterForm(visit, added, {
    to: ofChild(visit, '/work'),
    again: (faults) => addPage(visit, faults),
  });
}

/** What a form says of one's own work. */
export function workTyped(fields: FormFields): WorkTyped {
  const typed = (name: string): string => fields.get(name) ?? '';
  return {
    team: typed('team'),
    since: typedDay(fields, 'since'),
    reachedBy: typed('reachedBy'),
    telephone: typed('telephone'),
    email: typed('email'),
    assessment: typed('assessment') === 'yes',
    basis: typed('basis'),
    consent: {
      givenBy: typed('givenBy'),
      given: typedDay(fields, 'given'),
      until: typedDay(fields, 'until'),
    },
  };
}

async function addPage(visit: SignedInVisit, faults: readonly Fault[]): Promise<Reply> {
  const childId = childNamed(visit);
  if (childId === undefined) return noSuchChild(visit);
  const asked = await askForWork(visit.site.services, visit.actor, childId);
  if (!asked.ok) return afterForm(visit, asked, { to: '/' });
  const { name, teams } = asked.value;
  const errors = fieldErrors(faults);
  const page = frame(visit, {
    title: 'Add that you work with this child',
    caption: html`<bdi>${name}</bdi>`,
    main: addForm(visit, teams, errors),
    backLink: { href: ofChild(visit) },
    errors,
    showsChild: true,
    receipt: asked.receipt,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

function addForm(visit: SignedInVisit, teams: readonly TeamAround[], errors: readonly FieldError[]): Html {
  const filled: Filled = (name) => visit.form.get(name);
  const [own] = teams;
  if (own === undefined) return html``;
  const isSensitive = serviceKinds[own.service_kind].sensitive;
  return form({
    action: ofChild(visit, '/work'),
    formToken: visit.formToken,
    main: html`
      ${teamQuestion(teams, own, filled('team'), errors)}
      ${dayQuestion('since', 'Since when do you work with this child?', filled, errors)}
      ${reachQuestion(filled, errors, { ownTelephone: own.own_telephone, teamTelephone: own.telephone })}
      ${isSensitive && basisQuestion(filled, errors)} ${assessmentQuestion(filled('assessment') === 'yes')}
      <p class="govuk-body">
        ${isSensitive ? 'Others see only that a sensitive service is involved, and the relay’s number.' : 'Everybody who may open this record sees your name and how you are reached. Others who work with the child are told that someone joined.'}
      </p>
      ${button({ text: 'Add my work', preventDoubleClick: true })}
    `,
  });
}

function teamQuestion(
  teams: readonly TeamAround[],
  own: TeamAround,
  value: string | undefined,
  errors: readonly FieldError[],
): Html {
  return radios({
    name: 'team',
    legend: `In which team do you work with this child as ${own.job_title.toLowerCase()}?`,
    legendSize: 's',
    items: teams.map((team) => ({ value: String(team.team_id), text: team.name })),
    value: value ?? (teams.length === 1 ? String(own.team_id) : undefined),
    error: errorOf(errors, 'team'),
  });
}

function basisQuestion(filled: Filled, errors: readonly FieldError[]): Html {
  return radios({
    name: 'basis',
    legend: 'On what basis is your service recorded?',
    legendSize: 's',
    hint: 'The law lets a service like yours be recorded on one of these two alone.',
    items: [
      {
        value: 'consent',
        text: 'With consent',
        conditional: consentQuestions(filled, errors),
      },
      { value: 'cause', text: 'There is reasonable cause to suspect significant harm' },
    ],
    value: filled('basis'),
    error: errorOf(errors, 'basis'),
  });
}
