import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A security key in software, which answers as it is told: rightly, or as an attacker would have it. */
export type SoftKey = {
  readonly credentialId: Buffer;
  readonly register: (asked: Asked, manner?: Manner) => string;
  readonly answer: (asked: Asked, manner?: Manner) => string;
};

type Asked = { readonly challenge: string };

export type Manner = {
  /** Where the browser says that it was asked. */
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  /** The key may be backed up or shared between machines. */
  readonly backupEligible?: boolean;
  readonly count?: number;
};

export const softOrigin = 'http://localhost:3000';

/** A new key, with a count of its own. */
export function softKey(): SoftKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let count = 0;
  const next = (manner: Manner): number => manner.count ?? (count += 1);
  return {
    credentialId,
    register: (asked, manner = {}) => {
      const held = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 32]), credentialId, coseOf(publicKey)]);
      const authData = authenticatorData(next(manner), manner, held);
      const clientDataJSON = clientData('webauthn.create', asked, manner);
      return sent(credentialId, {
        clientDataJSON,
        attestationObject: attestation(authData),
        transports: ['usb'],
      });
    },
    answer: (asked, manner = {}) => {
      const authenticator = authenticatorData(next(manner), manner);
      const clientDataJSON = clientData('webauthn.get', asked, manner);
      const signature = signed(privateKey, authenticator, clientDataJSON);
      return sent(credentialId, {
        clientDataJSON,
        authenticatorData: authenticator.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

function sent(credentialId: Buffer, response: Readonly<Record<string, unknown>>): string {
  const id = credentialId.toString('base64url');
  return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
}

function clientData(type: string, { challenge }: Asked, { origin = softOrigin }: Manner): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
}

// WebAuthn level 3, section 6.1: hash of the site, flags, count, and at registration the key itself.
function authenticatorData(count: number, manner: Manner, held = Buffer.alloc(0)): Buffer {
  const { rpId = 'localhost', userVerified = true, backupEligible = false } = manner;
  const flags = 0x01 | (userVerified ? 0x04 : 0) | (backupEligible ? 0x08 : 0) | (held.length > 0 ? 0x40 : 0);
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(count);
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), counted, held]);
}

// CBOR of { fmt: 'none', attStmt: {}, authData }.
function attestation(authData: Buffer): string {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  const parts = [
    Buffer.from([0xa3, 0x63]),
    Buffer.from('fmt'),
    Buffer.from([0x64]),
    Buffer.from('none'),
    Buffer.from([0x67]),
    Buffer.from('attStmt'),
    Buffer.from([0xa0, 0x68]),
    Buffer.from('authData'),
    Buffer.from([0x59]),
    length,
    authData,
  ];
  return Buffer.concat(parts).toString('base64url');
}

function coseOf(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

function signed(key: KeyObject, authenticator: Buffer, clientDataJSON: string): Buffer {
  const hash = sha256(Buffer.from(clientDataJSON, 'base64url'));
  return sign('sha256', Buffer.concat([authenticator, hash]), key);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
