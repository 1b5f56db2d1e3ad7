import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import type { Product } from './product.ts';

/** Another system, accredited for an organisation, with a key of its own. */
export type TestSystem = {
  readonly clientId: string;
  readonly key: CryptoKey;
  readonly jwk: JWK;
  readonly thumbprint: string;
};

/** What a proof or assertion may lie about. */
export type Lies = {
  readonly by?: TestSystem;
  readonly url?: string;
  readonly jti?: string;
  readonly at?: number;
  readonly audience?: string;
  readonly user?: string;
};

/** Accredits a system for the organisation of a user. */
export async function addTestSystem(
  product: Product,
  clientId: string,
  userName: string,
): Promise<TestSystem> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  await product.sql(
    `insert into connected_system (client_id, organisation_id, public_key, proposed_by, proposed_at, accredited_by, accredited_at)
      select $1, organisation_id, $2, (select min(account_id) from account), $3, (select max(account_id) from account), $3
      from account where user_name = $4`,
    [clientId, JSON.stringify(jwk), product.now(), userName],
  );
  return { clientId, key: privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}

/** A DPoP proof of a call. */
export async function proofOf(
  product: Product,
  system: TestSystem,
  path: string,
  token?: string,
  lies: Lies = {},
): Promise<string> {
  const by = lies.by ?? system;
  const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  const htu = lies.url ?? `${product.url}/fhir/R4${path}`;
  return new SignJWT({ htm: 'POST', htu, jti: lies.jti ?? randomUUID(), ...ath })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: by.jwk })
    .setIssuedAt(lies.at ?? seconds(product))
    .sign(by.key);
}

/** Asks for a token for a user. */
export async function askToken(product: Product, system: TestSystem, user: string, lies: Lies = {}) {
  const url = `${product.url}/fhir/R4/token`;
  const at = lies.at ?? seconds(product);
  const assertion = await new SignJWT({ user: lies.user ?? user, jti: lies.jti ?? randomUUID() })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(system.clientId)
    .setSubject(system.clientId)
    .setAudience(lies.audience ?? url)
    .setIssuedAt(at)
    .setExpirationTime(at + 60)
    .sign((lies.by ?? system).key);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { dpop: await proofOf(product, system, '/token') },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const body: unknown = await answer.json();
  const token = typeof body === 'object' && body !== null && 'access_token' in body ? body.access_token : '';
  return { status: answer.status, body, token: typeof token === 'string' ? token : '' };
}

/** Calls as a system: a form, or a Parameters resource. */
export async function callAs(
  product: Product,
  system: TestSystem,
  token: string,
  path: string,
  body: URLSearchParams | object | string,
  { headers = {}, ...lies }: Lies & { readonly headers?: Readonly<Record<string, string>> } = {},
) {
  const isForm = body instanceof URLSearchParams;
  const answer = await fetch(`${product.url}/fhir/R4${path}`, {
    method: 'POST',
    headers: {
      authorization: `DPoP ${token}`,
      dpop: await proofOf(product, system, path, token, lies),
      ...(isForm ? {} : { 'content-type': 'application/fhir+json' }),
      ...headers,
    },
    body: isForm || typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.text() };
}

function seconds({ now }: Product): number {
  return Math.floor(now().getTime() / 1000);
}
