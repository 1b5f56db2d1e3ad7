import type { Actor } from '../domain/actor.ts';
import { londonDay } from '../domain/calendar.ts';
import type { Fault } from '../domain/outcome.ts';
import { openChildRecord, type OpenedRecord } from '../services/child-record.ts';
import type { ServiceContext } from '../services/context.ts';
import { addWork, askForWork, endOwnWork, seeOwnWork } from '../services/own-work.ts';
import { faultReply, resourceReply, type ApiReply, type Resource } from './call.ts';
import { patientIn, textIn, type Input } from './input.ts';
import { careTeamOf, patientOf, relatedPerson, searchset } from './resources.ts';

/** CareTeam/_search: who supports the child, for a reason and on a footing as on the page. */
export async function searchCareTeam(context: ServiceContext, actor: Actor, input: Input) {
  const today = londonDay(context.now());
  return opened(context, actor, input, (childId, { record }) => [careTeamOf(childId, record, today)]);
}

/** Patient/$read: the child as this user may see it. Its id is in the body, never in the address. */
export async function readPatient(context: ServiceContext, actor: Actor, input: Input) {
  return opened(context, actor, input, (childId, { record }) => [patientOf(childId, record)]);
}

/** RelatedPerson/_search: the child's parents and carers. */
export async function searchRelatedPersons(context: ServiceContext, actor: Actor, input: Input) {
  return opened(context, actor, input, (childId, { record }) => {
    const carers = record.kind === 'open' ? record.carers : [];
    return carers.map((carer, place) => relatedPerson(childId, carer, place + 1));
  });
}

async function opened(
  context: ServiceContext,
  actor: Actor,
  input: Input,
  show: (childId: number, record: OpenedRecord) => readonly Resource[],
): Promise<ApiReply> {
  const childId = patientIn(input);
  const [reason, footing] = [textIn(input, 'reason'), textIn(input, 'footing')];
  const record = await openChildRecord(context, actor, { childId, reason, footing });
  if (!record.ok) return faultReply([record.fault]);
  return resourceReply(searchset(show(childId, record.value).map((resource) => ({ resource }))));
}

/** CareTeam/$add-participant: adds the user's own work with the child. */
export async function addParticipant(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const childId = patientIn(input);
  const asked = await askForWork(context, actor, childId);
  if (!asked.ok) return faultReply(asked.faults);
  const [only, another] = asked.value.teams;
  const usual = another === undefined && only !== undefined ? String(only.team_id) : '';
  const added = await addWork(context, actor, childId, {
    team: textIn(input, 'team') || usual,
    since: dayIn(input, 'since'),
    reachedBy: textIn(input, 'reachedBy') || 'own',
    telephone: textIn(input, 'telephone'),
    email: textIn(input, 'email'),
    basis: textIn(input, 'basis'),
    consent: {
      givenBy: textIn(input, 'consentGivenBy'),
      given: dayIn(input, 'consentGiven'),
      until: dayIn(input, 'consentUntil'),
    },
    assessment: textIn(input, 'assessment') === 'true',
  });
  return added.ok ? resourceReply(outcome(added.value)) : faultReply(added.faults);
}

/** CareTeam/$end-participant: ends the user's own present work with the child. */
export async function endParticipant(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const childId = patientIn(input);
  const seen = await seeOwnWork(context, actor, childId);
  if (!seen.ok) return faultReply(seen.faults);
  const team = textIn(input, 'team');
  const works = seen.value.works.filter(({ teamId }) => team === '' || String(teamId) === team);
  const [work, another] = works;
  if (work === undefined || another !== undefined) return faultReply([noOneWork]);
  const ended = await endOwnWork(context, actor, childId, work, dayIn(input, 'ends'));
  return ended.ok ? resourceReply(outcome(ended.value)) : faultReply(ended.faults);
}

const noOneWork: Fault = {
  kind: 'not-found',
  field: 'team',
  says: 'The user has not exactly one present work with this child in that team. Read the care team again.',
};

function outcome(word: string): Resource {
  return { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: word }] };
}

function dayIn(input: Input, name: string) {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(textIn(input, name)) ?? [];
  return { day, month, year };
}
