import type { Actor } from '../domain/actor.ts';
import { waitsForAnswer, type RequestState, type Urgency, type Whom } from '../domain/contact-request.ts';
import type { Fault } from '../domain/outcome.ts';
import { askToContact } from '../services/ask-to-contact.ts';
import {
  answerContactRequest,
  endContactRequest,
  seeContactRequests,
  type ShownRequest,
} from '../services/contact-requests.ts';
import type { ServiceContext } from '../services/context.ts';
import { faultReply, resourceReply, type ApiReply, type Resource } from './call.ts';
import { patientIn, textIn, type Input } from './input.ts';
import { searchset } from './resources.ts';

/** Task/$ask: asks that somebody of the care team, or who is not named on it, contact the user. */
export async function askForContact(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const whom = whomIn(input);
  if (whom === undefined) return faultReply([nobodyNamed]);
  const sent = await askToContact(context, actor, patientIn(input), whom, {
    reachBy: textIn(input, 'reachBy'),
    telephone: textIn(input, 'telephone'),
    email: textIn(input, 'email'),
    urgency: textIn(input, 'urgency'),
    footing: textIn(input, 'footing'),
    carer: '',
  });
  return sent.ok ? resourceReply(outcome('asked', sent.value.requestNo)) : faultReply(sent.faults);
}

/** Task/_search: what is asked of the user or their team, and what they asked. */
export async function searchTasks(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const status = textIn(input, 'status');
  const seen = await seeContactRequests(context, actor);
  if (!seen.ok) return faultReply([seen.fault]);
  const asked = seen.value.list.filter(({ state }) => status === '' || statuses[state] === status);
  return resourceReply(searchset(asked.map((request) => ({ resource: taskOf(request) }))));
}

/** Task/$answer: accepts or declines what was asked; or ends what was accepted, or was asked by the user. */
export async function answerTask(context: ServiceContext, actor: Actor, input: Input): Promise<ApiReply> {
  const [childId, no] = [patientIn(input), wholeIn(input, 'task')];
  const [answer, version] = [textIn(input, 'answer'), wholeIn(input, 'version') ?? 0];
  const ends = answer === 'done' || answer === 'withdrawn';
  const answered = ends
    ? await endContactRequest(context, actor, childId, no, { version, as: answer })
    : await answerContactRequest(context, actor, childId, no, { answer, version, to: '' });
  return answered.ok ? resourceReply(outcome(answered.value, no)) : faultReply(answered.faults);
}

// A participant by the id that CareTeam gives it; who is not named by how they are reached.
function whomIn(input: Input): Whom | undefined {
  const word = textIn(input, 'whom');
  if (word === 'relay' || word === 'withheld') return { kind: word };
  return /^[1-9]\d{0,8}$/.test(word) ? { kind: 'work', no: Number(word) } : undefined;
}

function wholeIn(input: Input, name: string): number | undefined {
  const word = textIn(input, name);
  return /^[1-9]\d{0,8}$/.test(word) ? Number(word) : undefined;
}

const nobodyNamed: Fault = {
  kind: 'invalid',
  field: 'whom',
  says: 'Send the id of a participant of the care team; "relay" for a service that is not named; "withheld" for a record whose place is not shown.',
};

function outcome(word: string, no: number | undefined): Resource {
  const task = no === undefined ? [] : [{ name: 'task', valueString: String(no) }];
  return { resourceType: 'Parameters', parameter: [{ name: 'outcome', valueCode: word }, ...task] };
}

const statuses: Readonly<Record<RequestState, string>> = {
  asked: 'requested',
  seen: 'received',
  'passed on': 'requested',
  accepted: 'accepted',
  declined: 'rejected',
  done: 'completed',
  withdrawn: 'cancelled',
};
const priorities: Readonly<Record<Urgency, string>> = {
  now: 'stat',
  today: 'urgent',
  'this week': 'routine',
};

function taskOf(request: ShownRequest): Resource {
  const { childId, no, version, state, stateAt, urgency, askedAt, footing, isMine, to } = request;
  return {
    resourceType: 'Task',
    id: String(no),
    meta: { versionId: String(version), lastUpdated: stateAt.toISOString() },
    status: statuses[state],
    businessStatus: { text: state },
    intent: 'proposal',
    priority: priorities[urgency],
    code: { text: 'Ask them to contact me' },
    for: { reference: `Patient/${childId}`, display: request.name },
    authoredOn: askedAt.toISOString(),
    requester: { display: `${request.asker}, ${request.askerOrganisation}` },
    ...(to === undefined || to === '' ? {} : { owner: { display: to } }),
    input: [
      { type: { text: 'footing' }, valueCode: footing.replaceAll(' ', '-') },
      ...(isMine || !waitsOrStands(state) ? [] : [reach(request)]),
    ],
  };
}

function waitsOrStands(state: RequestState): boolean {
  return waitsForAnswer(state) || state === 'accepted';
}

function reach({ reachBy, telephone, email }: ShownRequest) {
  const valueContactPoint =
    email === null
      ? { system: 'phone', value: telephone, ...(reachBy === 'relay uk' ? { use: 'temp' } : {}) }
      : { system: 'email', value: email };
  return { type: { text: reachBy }, valueContactPoint };
}
