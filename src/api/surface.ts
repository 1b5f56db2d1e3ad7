import type { Actor } from '../domain/actor.ts';
import type { Action } from '../domain/policy.ts';
import type { ServiceContext } from '../services/context.ts';
import type { ApiReply, Resource } from './call.ts';
import type { Input } from './input.ts';
import {
  addParticipant,
  endParticipant,
  readPatient,
  searchCareTeam,
  searchRelatedPersons,
} from './records.ts';
import { matchPatient, searchPatients } from './searches.ts';
import { answerTask, askForContact, searchTasks } from './tasks.ts';

/** One thing that a system can ask for its user. */
export type Operation = {
  readonly path: `/${string}`;
  readonly permission: Action;
  readonly takes: 'form or Parameters' | 'Parameters';
  /** The names of its parameters: another is refused, so that a misspelt one is not silently left out. */
  readonly asks: readonly string[];
  readonly writes: boolean;
  readonly says: string;
  readonly run: (context: ServiceContext, actor: Actor, input: Input) => Promise<ApiReply>;
};

const grounds = ['patient', 'reason', 'footing'];
// prettier-ignore
const work = ['patient', 'team', 'since', 'reachedBy', 'telephone', 'email', 'basis', 'consentGivenBy', 'consentGiven', 'consentUntil', 'assessment'];

/** All that systems can ask. Each is a POST: nothing about a child stands in an address. */
// prettier-ignore
export const operations: readonly Operation[] = [
  { path: '/Patient/$match', permission: 'find child', takes: 'Parameters', asks: ['resource', 'count', 'onlyCertainMatches'], writes: false, says: 'Finds a child by what is known, with how sure each match is.', run: matchPatient },
  { path: '/Patient/_search', permission: 'find child', takes: 'form or Parameters', asks: ['family', 'given', 'birthdate', 'gender', 'address-postalcode', 'identifier', '_count'], writes: false, says: 'Finds a child by PDQm parameters.', run: searchPatients },
  { path: '/Patient/$read', permission: 'open child record', takes: 'Parameters', asks: grounds, writes: false, says: 'Reads the child, for a reason and on a footing.', run: readPatient },
  { path: '/RelatedPerson/_search', permission: 'open child record', takes: 'form or Parameters', asks: grounds, writes: false, says: 'Reads parents and carers.', run: searchRelatedPersons },
  { path: '/CareTeam/_search', permission: 'open child record', takes: 'form or Parameters', asks: grounds, writes: false, says: 'Reads who supports the child, with role, organisation and service contained.', run: searchCareTeam },
  { path: '/CareTeam/$add-participant', permission: 'add involvement', takes: 'Parameters', asks: work, writes: true, says: 'Adds the user’s own work with the child.', run: addParticipant },
  { path: '/CareTeam/$end-participant', permission: 'end involvement', takes: 'Parameters', asks: ['patient', 'team', 'ends'], writes: true, says: 'Ends the user’s own work with the child.', run: endParticipant },
  { path: '/Task/$ask', permission: 'ask to contact', takes: 'Parameters', asks: ['patient', 'whom', 'reachBy', 'telephone', 'email', 'urgency', 'footing'], writes: true, says: 'Asks that somebody contact the user.', run: askForContact },
  { path: '/Task/_search', permission: 'see contact requests', takes: 'form or Parameters', asks: ['status'], writes: false, says: 'Reads what is asked of the user or their team, and what they asked.', run: searchTasks },
  { path: '/Task/$answer', permission: 'answer contact request', takes: 'Parameters', asks: ['patient', 'task', 'version', 'answer'], writes: true, says: 'Accepts, declines, ends or takes back what was asked.', run: answerTask },
];

/** What the API can do, made from its operations (FHIR R4, 5.1). */
export function capabilityStatement(base: string, now: Date): Resource {
  const types = [...new Set(operations.map(({ path }) => path.split('/')[1] ?? ''))];
  const documentation =
    'Every search and operation is a POST: nothing about a child stands in a URL, and a GET of one is answered with 405.';
  const security = {
    cors: false,
    description:
      'OAuth 2 client credentials with private_key_jwt; access tokens bound by DPoP; one user each.',
  };
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: now.toISOString(),
    publisher: 'ContactPoint',
    kind: 'instance',
    software: { name: 'ContactPoint' },
    implementation: { description: 'Who supports a child', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{ mode: 'server', documentation, security, resource: types.map(resourceOf) }],
  };
}

function resourceOf(type: string) {
  const own = operations.filter(({ path }) => path.startsWith(`/${type}/`));
  const operation = own
    .filter(({ path }) => path.includes('$'))
    .map(({ path, says }) => ({
      name: path.split('$')[1] ?? '',
      definition: `urn:contactpoint:operation:${path.split('$')[1] ?? ''}`,
      documentation: says,
    }));
  const searches = own.filter(({ path }) => path.endsWith('_search'));
  return {
    type,
    ...(searches.length === 0
      ? {}
      : { interaction: [{ code: 'search-type', documentation: 'By POST to _search alone.' }] }),
    ...(operation.length === 0 ? {} : { operation }),
  };
}
