/** What a session's token must have proven before an action, beyond that somebody signed in. */
export type Need =
  | 'token' // any token: signed in is enough
  | 'key' // a security key answered in this session
  | 'fresh key' // and was touched at most five minutes ago
  | 'fresh token'; // the strongest token that the account has was touched at most five minutes ago

/** What each action needs. An action that is not here is not one: the compiler asks for its line. */
export const needs = {
  'use the service': 'token',
  'sign agreement': 'token',
  'see own tokens': 'token',
  'take course': 'token',
  'add security key': 'fresh key', // or a code that was listened to would make itself a key
  'add code token': 'fresh token',
  'remove token': 'fresh token',
  'see caseload': 'token',
  'find child': 'token',
  'choose child': 'token',
  'open child record': 'token',
  'work with child': 'token',
  'add involvement': 'token',
  'amend involvement': 'token',
  'end involvement': 'token',
  'confirm contact': 'token',
  'hand over involvement': 'token',
  'take over involvement': 'token',
  'lead support': 'token',
  'see hand-overs': 'token',
  'answer hand-over': 'token',
  'withdraw hand-over': 'token',
  'see whom to ask': 'token',
  'ask to contact': 'token',
  'ask other workers': 'token',
  'see contact requests': 'token',
  'see contact request': 'token',
  'answer contact request': 'token',
  'end contact request': 'token',
  'see contacts to confirm': 'token',
  'confirm contacts': 'token',
  'see consents': 'token',
  'record consent': 'token',
  'withdraw consent': 'token',
  'print consents': 'token',
  'print contacts': 'token',
  'print addresses': 'token',
  'check who calls': 'token',
  'say why so many': 'token',
  'ask for shield': 'token', // to shield is safe: nothing stands in its way
  // What is shielded is for keys, and what opens any of it for a fresh touch (trust.md, Sign-in 5 and 6).
  'see shields': 'key',
  'see shield': 'key',
  'decide shield': 'key',
  'ask to lift shield': 'fresh key',
  'lift shield': 'fresh key',
  'open shielded record': 'fresh key',
  'see shielded record': 'key',
  'see emergency openings': 'key',
  'review emergency opening': 'key',
  'act for colleague': 'token',
  // Administration is for keys (docs/sign-in.md); what grants rights, for a fresh touch of one.
  'see who is stopped': 'key',
  'let someone go on': 'key',
  'see organisations': 'key',
  'see organisation': 'key',
  'add organisation': 'key',
  'add team': 'key',
  'propose accreditation': 'key',
  'decide accreditation': 'fresh key',
  'see people': 'key',
  'see person': 'key',
  'propose enrolment': 'key',
  'decide enrolment': 'fresh key',
  'make activation code': 'fresh key',
  'record renewal': 'key',
  'decide renewal': 'fresh key',
  'suspend account': 'key', // it may be urgent, and takes rights away
  'resume account': 'fresh key',
  'close account': 'fresh key',
  'propose account change': 'key',
  'decide account change': 'fresh key',
  'withdraw accreditation': 'fresh key',
  'see access review': 'key',
  'confirm in access review': 'key',
  'ask for list of people': 'fresh key',
  'decide list of people': 'fresh key',
  'take list of people': 'fresh key',
  // Reviewing is for keys too; what ends somebody's access for good, for a fresh touch.
  'see cases': 'key',
  'see how it is used': 'key',
  'see well-known families': 'key',
  'keep well-known families': 'key',
  'see case': 'key',
  'ask why opened': 'key',
  'suspend in case': 'key',
  'decide case': 'key',
  'confirm case': 'fresh key',
  'follow case': 'key',
  'hear appeal': 'key',
  'say why opened': 'token',
  'see suppliers': 'token',
  'see supplier': 'token',
  'add supplier': 'key',
  'make supplier credential': 'fresh key', // whoever holds it speaks for the supplier
  'end supplier credential': 'key',
  'see batches': 'token',
  'see batch': 'token',
  'bring file': 'token',
  // The desk shows that children are shielded, and lifts what was only likeness: for keys. Un-merge: trust.md, Sign-in 5.
  'see desk': 'key',
  'see desk item': 'key',
  'arrange desk item': 'key',
  'decide desk item': 'key',
  'set desk keys': 'token',
  'merge records': 'key',
  'confirm merge': 'key',
  'see merges': 'key',
  'see identity changes': 'key',
  'see identity change': 'key',
  'ask for identity change': 'fresh key', // a record is closed by it for good
  'decide identity change': 'fresh key',
  'see merge': 'key',
  'undo merge': 'fresh key',
  'accept move': 'key',
  'invite family': 'fresh key', // it opens a record to somebody outside the service
  'copy record': 'fresh key', // it takes all of a record out: trust.md, Sign-in 5
  'see leaving': 'token',
  // Each ends a record, or lets one begin again.
  'record leaving England': 'key',
  'take back leaving England': 'key',
  'let child come back': 'key',
} as const satisfies Readonly<Record<string, Need>>;

/** What is known of the session's token at this request. */
export type Proof = {
  /** Of the token that answered last. */
  readonly tokenKind: TokenKind;
  /** It answered at most five minutes ago. */
  readonly fresh: boolean;
  /** Whether the account has a security key. */
  readonly holdsKey: boolean;
  /** In a practice copy a code counts as a key (docs/sign-in.md). */
  readonly practice: boolean;
};

export type TokenKind = 'key' | 'code';

const minute = 60_000;
const freshMs = 5 * minute; // NIST SP 800-63B-4 asks for none: ours
const clocksDifferMs = minute; // between machines that answer for one another

/** Whether a touch is fresh now. One that lies ahead of the clock, which was then set back, is not. */
export function isFresh(touchedAt: Date, now: Date): boolean {
  const ago = now.getTime() - touchedAt.getTime();
  return ago >= -clocksDifferMs && ago <= freshMs;
}

/** Whether a proof is enough. */
export function isMet(need: Need, proof: Proof): boolean {
  const isKey = proof.tokenKind === 'key' || proof.practice;
  const met: Readonly<Record<Need, boolean>> = {
    token: true,
    key: isKey,
    'fresh key': isKey && proof.fresh,
    'fresh token': (isKey || !proof.holdsKey) && proof.fresh,
  };
  return met[need];
}

/** Whether a code of this account, typed now, would be enough; else only its security key is. */
export function isCodeEnough(need: Need, proof: Proof): boolean {
  return isMet(need, { ...proof, tokenKind: 'code', fresh: true });
}

export function isTokenKind(word: string): word is TokenKind {
  return word === 'key' || word === 'code';
}
