import type { Fault } from '../domain/outcome.ts';

/** One request as it came, on its way to the API. */
export type ApiRequest = {
  readonly method: string;
  /** Behind /fhir/R4. */
  readonly path: string;
  readonly hasQuery: boolean;
  /** The address of the API as systems know it. */
  readonly base: string;
  readonly header: (name: string) => string | undefined;
  readonly bytes: () => AsyncIterable<Uint8Array>;
};

export type ApiReply = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** A FHIR resource, or a part of one, as it is sent: nothing undefined in it. */
export type Resource = { readonly resourceType: string } & Readonly<Record<string, unknown>>;

const headers = { 'content-type': 'application/fhir+json; charset=utf-8', 'cache-control': 'no-store' };

/** Answers a resource. */
export function resourceReply(
  resource: unknown,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): ApiReply {
  return { status, body: JSON.stringify(resource), headers: { ...headers, ...more } };
}

// Status and FHIR issue type of each kind of fault.
const told: Readonly<Record<Fault['kind'], readonly [status: number, issue: string]>> = {
  invalid: [400, 'invalid'],
  'not-found': [404, 'not-found'],
  refused: [403, 'forbidden'],
  lapsed: [403, 'login'],
  'too-many': [422, 'too-costly'],
  'reason-wanted': [429, 'throttled'],
  stopped: [429, 'throttled'],
  stale: [409, 'conflict'],
  unavailable: [503, 'transient'],
};

/** Faults as an OperationOutcome that says what to do, in the words of the pages. */
export function faultReply(faults: readonly Fault[], status?: number): ApiReply {
  const [first] = faults;
  const [usual] = told[first?.kind ?? 'unavailable'];
  return resourceReply(outcomeOf(faults), status ?? usual);
}

function outcomeOf(faults: readonly Fault[]): Resource {
  const issue = faults.map(({ kind, says, field }) => ({
    severity: 'error',
    code: told[kind][1],
    diagnostics: field === undefined ? says : `${field}: ${says}`,
  }));
  return { resourceType: 'OperationOutcome', issue };
}
