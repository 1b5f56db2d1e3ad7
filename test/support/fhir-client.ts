import { createRequire } from 'node:module';

type Sent = { readonly headers: Readonly<Record<string, string>>; readonly postSearch?: boolean };

/** What we use of the independent client. Its own types name a default export that Node does not find. */
export type IndependentClient = {
  readonly capabilityStatement: () => Promise<unknown>;
  readonly operation: (asked: {
    readonly name: string;
    readonly resourceType: string;
    readonly input: object;
    readonly options: Sent;
  }) => Promise<unknown>;
  readonly search: (asked: {
    readonly resourceType: string;
    readonly searchParams: Readonly<Record<string, string>>;
    readonly options: Sent;
  }) => Promise<unknown>;
};

/** An independent FHIR client of the API at an address. */
export function newFhirClient(baseUrl: string): IndependentClient {
  const made: unknown = createRequire(import.meta.url)('fhir-kit-client');
  if (typeof made !== 'function') throw new Error('fhir-kit-client is not what it was');
  const client: unknown = Reflect.construct(made, [{ baseUrl }]);
  if (!isClient(client)) throw new Error('fhir-kit-client is not what it was');
  return client;
}

function isClient(value: unknown): value is IndependentClient {
  return typeof value === 'object' && value !== null && 'operation' in value && 'search' in value;
}
