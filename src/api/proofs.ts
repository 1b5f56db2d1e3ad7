import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, importJWK, jwtVerify, type JWK } from 'jose';
import { createHash } from 'node:crypto';

// RFC 9449 leaves the window to the server: ours is what clocks that are kept differ by.
const proofSeconds = 60;
const clocksDiffer = 5;
const algorithms = ['ES256', 'ES384', 'PS256', 'EdDSA'];

/** What a DPoP proof shows: whose key made it, and the id by which it works once. */
export type Proof = { readonly keyThumbprint: string; readonly proofId: string };

/** Reads a DPoP proof (RFC 9449) of a call; undefined where it is not one for this call at this time. */
export async function readProof(
  proof: string,
  call: {
    readonly method: string;
    readonly url: string;
    readonly now: Date;
    readonly token?: string | undefined;
  },
): Promise<Proof | undefined> {
  const { method, url, now, token } = call;
  try {
    const options = { typ: 'dpop+jwt', algorithms, currentDate: now, maxTokenAge: proofSeconds };
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      ...options,
      clockTolerance: clocksDiffer,
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
    });
    const { jti, htm, htu, ath } = payload;
    if (typeof jti !== 'string' || jti.length > 128 || htm !== method || htu !== url) return undefined;
    if (token !== undefined && ath !== hashOf(token)) return undefined;
    if (protectedHeader.jwk === undefined) return undefined;
    return { keyThumbprint: await calculateJwkThumbprint(protectedHeader.jwk), proofId: jti };
  } catch {
    return undefined; // whatever is wrong with it, it proves nothing
  }
}

/** Whose an assertion says that it is; nothing of it is believed yet. */
export function clientNamed(assertion: string): string | undefined {
  try {
    const { iss }: { readonly iss?: unknown } = decodeJwt(assertion);
    return typeof iss === 'string' ? iss.replaceAll('\0', '') : undefined;
  } catch {
    return undefined;
  }
}

const assertionSeconds = 300;

/** Reads an assertion of a system (RFC 7523) by its registered key; undefined where it does not hold for this address now. */
export async function readAssertion(
  assertion: string,
  by: {
    readonly clientId: string;
    readonly publicKey: unknown;
    readonly audience: string;
    readonly now: Date;
  },
): Promise<{ readonly assertionId: string; readonly userName: string } | undefined> {
  const { clientId, publicKey, audience, now } = by;
  try {
    if (!isKey(publicKey)) return undefined;
    const key = await importJWK(publicKey, publicKey.alg ?? 'ES256');
    const { payload } = await jwtVerify(assertion, key, {
      algorithms,
      issuer: clientId,
      subject: clientId,
      audience,
      currentDate: now,
      clockTolerance: clocksDiffer,
      maxTokenAge: assertionSeconds,
      requiredClaims: ['jti', 'exp', 'iat'],
    });
    const { jti, user } = payload;
    if (typeof jti !== 'string' || jti.length > 128) return undefined;
    return {
      assertionId: jti,
      userName: typeof user === 'string' ? user.toLowerCase().replaceAll('\0', '') : '',
    };
  } catch {
    return undefined;
  }
}

function isKey(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && 'kty' in value;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
