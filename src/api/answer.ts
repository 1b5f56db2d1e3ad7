import type { Fault, Outcome } from '../domain/outcome.ts';
import { failed } from '../domain/outcome.ts';
import { mayEver } from '../domain/policy.ts';
import {
  giveSystemToken,
  onceForKey,
  readCaller,
  seeSystemKey,
  tokenSeconds,
  type Caller,
} from '../services/connected-systems.ts';
import type { ServiceContext } from '../services/context.ts';
import { noteRefusal } from '../services/refusals.ts';
import { databaseFault } from '../services/installation.ts';
import { faultReply, resourceReply, type ApiReply, type ApiRequest } from './call.ts';
import { readBody, readInput, type Input } from './input.ts';
import { openApi } from './openapi.ts';
import { clientNamed, readAssertion, readProof } from './proofs.ts';
import { capabilityStatement, operations, type Operation } from './surface.ts';

/** What answers other systems: FHIR R4 over the same services as the pages. */
export function answerSystems(
  context: ServiceContext,
  log: (event: Readonly<Record<string, unknown>>) => void,
): (request: ApiRequest) => Promise<ApiReply> {
  return async (request) => {
    try {
      return await answerOne(context, request);
    } catch (error) {
      log({ level: 'error', event: 'broke', at: 'systems', kind: databaseFault(error) ?? 'other' });
      return faultReply([away]);
    }
  };
}

async function answerOne(context: ServiceContext, request: ApiRequest): Promise<ApiReply> {
  const { method, path, hasQuery, base } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (hasQuery) return notAllowed(noQuery);
  if (path === '/metadata' || path === discovery) {
    if (!isRead) return notAllowed(byGet, 'GET, HEAD');
    return path === discovery ? discover(base) : resourceReply(capabilityStatement(base, context.now()));
  }
  if (path === '/openapi.json')
    return isRead ? jsonReply(200, openApi(base)) : notAllowed(byGet, 'GET, HEAD');
  const operation = operations.find((one) => one.path === path);
  if (operation === undefined && path !== '/token')
    return isOfResource(path) && isRead ? notAllowed(byPost) : faultReply([nothingHere]);
  if (method !== 'POST') return notAllowed(byPost);
  return operation === undefined ? giveToken(context, request) : operate(context, request, operation);
}

const discovery = '/.well-known/smart-configuration';

function isOfResource(path: string): boolean {
  const [, type] = path.split('/');
  return operations.some((one) => one.path.startsWith(`/${type}/`));
}

function notAllowed(fault: Fault, allow = 'POST'): ApiReply {
  const reply = faultReply([fault], 405);
  return { ...reply, headers: { ...reply.headers, allow } };
}

function discover(base: string): ApiReply {
  return jsonReply(200, {
    token_endpoint: `${base}/token`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'PS256', 'EdDSA'],
    dpop_signing_alg_values_supported: ['ES256', 'ES384', 'PS256', 'EdDSA'],
    capabilities: ['client-confidential-asymmetric'],
  });
}

// OAuth has its own words for what is wrong (RFC 6749, 5.2; RFC 9449, 5).
async function giveToken(context: ServiceContext, request: ApiRequest): Promise<ApiReply> {
  const body = await readBody(request);
  if (!body.ok) return oauthFault('invalid_request', body.fault.says);
  const form = new URLSearchParams(body.value);
  if (form.get('grant_type') !== 'client_credentials')
    return oauthFault('unsupported_grant_type', 'Send grant_type=client_credentials.');
  const url = `${request.base}/token`;
  const now = context.now();
  const proof = await readProof(request.header('dpop') ?? '', { method: 'POST', url, now });
  if (proof === undefined)
    return oauthFault('invalid_dpop_proof', 'Send a DPoP proof made for this address.');
  const assertion = form.get('client_assertion') ?? '';
  const clientId = clientNamed(assertion) ?? '';
  const system = await seeSystemKey(context, clientId);
  const by = { clientId, publicKey: system?.public_key, audience: url, now };
  const said = await readAssertion(assertion, by);
  if (system === undefined || said === undefined)
    return oauthFault('invalid_client', 'The assertion is not one of an accredited system for this address.');
  const token = await giveSystemToken(context, system.system_id, { ...said, ...proof });
  if (!token.ok) return oauthFault('invalid_grant', token.fault.says);
  return jsonReply(200, { access_token: token.value, token_type: 'DPoP', expires_in: tokenSeconds });
}

function oauthFault(error: string, says: string): ApiReply {
  return jsonReply(error === 'invalid_client' ? 401 : 400, { error, error_description: says });
}

function jsonReply(status: number, body: object): ApiReply {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, body: JSON.stringify(body), headers };
}

async function operate(
  context: ServiceContext,
  request: ApiRequest,
  operation: Operation,
): Promise<ApiReply> {
  const caller = await callerOf(context, request);
  if (!caller.ok) return unauthorised(caller.fault);
  const { actor } = caller.value;
  if (!mayEver(actor.kind, operation.permission)) {
    await noteRefusal(context, actor, operation.permission);
    return faultReply([notTheirs]);
  }
  const body = await readBody(request);
  if (!body.ok) return faultReply([body.fault]);
  const input = readInput(request.header('content-type'), body.value);
  if (!input.ok) return faultReply([input.fault]);
  if ([...input.value.keys()].some((name) => !operation.asks.includes(name)))
    return faultReply([noSuchParameter(operation)]);
  if (!operation.writes) return operation.run(context, actor, input.value);
  return write(context, caller.value, operation, request.header('idempotency-key'), {
    body: body.value,
    input: input.value,
  });
}

async function callerOf(context: ServiceContext, request: ApiRequest): Promise<Outcome<Caller>> {
  const [, token] = /^DPoP ([\w-]{43})$/i.exec(request.header('authorization') ?? '') ?? [];
  if (token === undefined) return failed(noToken);
  const call = { method: 'POST', url: `${request.base}${request.path}`, now: context.now(), token };
  const proof = await readProof(request.header('dpop') ?? '', call);
  return proof === undefined ? failed(noProof) : readCaller(context, { token, ...proof });
}

function unauthorised(fault: Fault): ApiReply {
  if (fault.kind === 'lapsed') return faultReply([fault]);
  const reply = faultReply([fault], 401);
  return {
    ...reply,
    headers: { ...reply.headers, 'www-authenticate': 'DPoP algs="ES256 ES384 PS256 EdDSA"' },
  };
}

async function write(
  context: ServiceContext,
  caller: Caller,
  { path, run }: Operation,
  key: string | undefined,
  { body, input }: { readonly body: string; readonly input: Input },
): Promise<ApiReply> {
  if (key === undefined || !/^[\w-]{16,64}$/.test(key)) return faultReply([noKey]);
  const answered = await onceForKey(context, caller, key, `${path} ${body}`, async () => {
    const reply = await run(context, caller.actor, input);
    const answer: unknown = JSON.parse(reply.body);
    return { status: reply.status, answer };
  });
  if (!answered.ok) return faultReply([answered.fault], answered.fault.kind === 'invalid' ? 422 : undefined);
  return resourceReply(answered.value.answer, answered.value.status);
}

const byPost: Fault = {
  kind: 'invalid',
  says: 'Send a POST: nothing about a child stands in an address. Metadata lists what can be asked.',
};
const byGet: Fault = { kind: 'invalid', says: 'Send a GET.' };
const noQuery: Fault = {
  kind: 'invalid',
  says: 'Send parameters in the body of a POST: nothing stands behind a ? in an address.',
};
const nothingHere: Fault = { kind: 'not-found', says: 'There is nothing at this address: see metadata.' };
const noToken: Fault = { kind: 'stale', says: 'Send an access token: Authorization: DPoP, and the token.' };
const noProof: Fault = {
  kind: 'stale',
  says: 'Send a DPoP proof of this method, address and token, made within the last minute.',
};
const noKey: Fault = {
  kind: 'invalid',
  says: 'Send an Idempotency-Key of 16 to 64 letters and digits with each write.',
};
const noSuchParameter = ({ asks }: Operation): Fault => ({
  kind: 'invalid',
  says: `Send no parameters but these: ${asks.join(', ')}.`,
});
const notTheirs: Fault = { kind: 'refused', says: 'The work of this user does not need that.' };
const away: Fault = { kind: 'unavailable', says: 'The service cannot answer now. Try again in a minute.' };
