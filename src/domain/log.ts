import { createHash } from 'node:crypto';
import { freshBytes } from './fresh-bytes.ts';

/** What people, and the system's own accounts, do that is written down. Closed. */
export type Act =
  | 'sign in'
  | 'sign out'
  | 'end session'
  | 'cover page'
  | 'resume session'
  | 'act for colleague'
  | 'stop acting for colleague'
  | 'step up'
  | 'add token'
  | 'take course check'
  | 'remove token'
  | 'stop copied key'
  | 'see caseload'
  | 'find child'
  | 'choose child'
  | 'open child record'
  | 'see own work'
  | 'add involvement'
  | 'amend involvement'
  | 'end involvement'
  | 'confirm contact'
  | 'hand over involvement'
  | 'take over involvement'
  | 'lead support'
  | 'see hand-overs'
  | 'answer hand-over'
  | 'withdraw hand-over'
  | 'see whom to ask'
  | 'ask to contact'
  | 'ask other workers'
  | 'see contact requests'
  | 'see contact request'
  | 'answer contact request'
  | 'end contact request'
  | 'chase contact requests'
  | 'see contacts to confirm'
  | 'confirm contacts'
  | 'see consents'
  | 'record consent'
  | 'withdraw consent'
  | 'print consents'
  | 'print contacts'
  | 'print addresses'
  | 'check who calls'
  | 'follow supplier'
  | 'say why so many'
  | 'ask for shield'
  | 'see shields'
  | 'see shield'
  | 'decide shield'
  | 'ask to lift shield'
  | 'lift shield'
  | 'open shielded record'
  | 'see shielded record'
  | 'see emergency openings'
  | 'review emergency opening'
  | 'let someone go on'
  | 'stop organisations'
  | 'add organisation'
  | 'add team'
  | 'propose accreditation'
  | 'decide accreditation'
  | 'propose enrolment'
  | 'decide enrolment'
  | 'make activation code'
  | 'record renewal'
  | 'decide renewal'
  | 'suspend account'
  | 'resume account'
  | 'close account'
  | 'propose account change'
  | 'decide account change'
  | 'withdraw accreditation'
  | 'open access review'
  | 'confirm in access review'
  | 'end access review'
  | 'ask for list of people'
  | 'decide list of people'
  | 'take list of people'
  | 'begin activation'
  | 'sign agreement'
  | 'choose secrets'
  | 'activate'
  | 'open case'
  | 'see cases'
  | 'see how it is used'
  | 'see well-known families'
  | 'keep well-known families'
  | 'see case'
  | 'ask why opened'
  | 'say why opened'
  | 'suspend in case'
  | 'decide case'
  | 'confirm case'
  | 'follow case'
  | 'hear appeal'
  | 'invite family'
  | 'begin family account'
  | 'set up family account'
  | 'family signs in'
  | 'family signs out'
  | 'family sees record'
  | 'family sees who looked'
  | 'family sees leaving'
  | 'ask to stay'
  | 'end stay'
  | 'download own record'
  | 'make leaving notices'
  | 'end access'
  | 'lapse accreditation'
  | 'import'
  | 'bring file'
  | 'add supplier'
  | 'make supplier credential'
  | 'end supplier credential'
  | 'see desk'
  | 'see desk item'
  | 'arrange desk item'
  | 'decide desk item'
  | 'set desk keys'
  | 'merge records'
  | 'confirm merge'
  | 'see merges'
  | 'see identity changes'
  | 'see identity change'
  | 'ask for identity change'
  | 'decide identity change'
  | 'see merge'
  | 'undo merge'
  | 'accept move'
  | 'copy record'
  | 'see leaving'
  | 'record leaving England'
  | 'take back leaving England'
  | 'let child come back'
  | 'rematch'
  | 'reverse rematch'
  | 'remove records'
  | 'hold leaving'
  | 'erase parts'
  | 'begin new log'
  | 'replay protections'
  | 'place decoys'
  | 'refused route';

export type ActOutcome = 'done' | 'refused' | 'timed out' | 'failed';

/** The public part of an entry: nothing here tells who a child is. */
export type EntryBody = {
  readonly event: string; // the id that a receipt names it by
  readonly act: Act;
  readonly outcome: ActOutcome;
  readonly at: string; // instant, ISO 8601 UTC
  readonly account: number | null;
  readonly toAccount?: number; // whose account it was done to
  readonly family?: number; // which of a child's family accounts did it
  readonly organisation?: number;
  readonly role?: string;
  readonly reason?: string;
  readonly footing?: string;
  readonly why?: string; // of a refusal: the rule that refused
  readonly fields?: readonly string[]; // kinds of field shown
  readonly shown?: number; // how many children
  readonly mediated?: true; // for a colleague without an account, whose name is in a part
  readonly colleaguesOrganisation?: string; // its kind, and its code where it is in a register
  readonly counts?: Readonly<Record<string, number>>;
  readonly erased?: readonly string[]; // hashes of parts that are no more, in hex
  readonly parts: readonly string[]; // the hash of each part, in order, in hex
};

/** A part that may have to be forgotten: search terms, one child, or a colleague on the telephone. Hashed apart under its own salt. */
export type EntryPart = {
  readonly kind: 'search terms' | 'child' | 'colleague';
  readonly childId: number | null;
  readonly salt: Buffer;
  readonly body: string;
  readonly hash: Buffer;
};

/** An entry ready to be written: `entryHash` = SHA-256(salt ‖ body), the leaf of the tree to come. */
export type Entry = {
  readonly salt: Buffer;
  readonly body: string;
  readonly entryHash: Buffer;
};

/** Seals one part: its body in canonical JSON, and SHA-256(salt ‖ body). */
export function sealPart(kind: EntryPart['kind'], childId: number | null, content: Content): EntryPart {
  const sealed = seal(content);
  return { kind, childId, salt: sealed.salt, body: sealed.body, hash: sealed.entryHash };
}

/** Seals an entry over its public body, which names every part by its hash. */
export function sealEntry(body: EntryBody): Entry {
  return seal(body);
}

type Content = { readonly [name: string]: Content } | readonly Content[] | string | number | boolean | null;

/** JSON with its names in code-unit order and no white space, so that the same content is always the same bytes (RFC 8785). */
export function canonicalJson(content: unknown): string {
  if (Array.isArray(content)) return `[${content.map(canonicalJson).join(',')}]`;
  if (!isNamed(content)) return JSON.stringify(content);
  // Not left to JSON.stringify, which puts names that look like numbers first whatever order they were given in.
  const present = Object.entries(content).filter(([, value]) => value !== undefined);
  const sorted = present.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${canonicalJson(value)}`).join(',')}}`;
}

function seal(content: unknown): Entry {
  const salt = freshBytes(16);
  const body = canonicalJson(content);
  const entryHash = createHash('sha256').update(salt).update(body, 'utf8').digest();
  return { salt, body, entryHash };
}

/** Whether the content is an object with names. */
export function isNamed(content: unknown): content is Readonly<Record<string, unknown>> {
  return typeof content === 'object' && content !== null;
}
