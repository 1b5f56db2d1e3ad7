// Who may do what, to whom, with what in their hand: said again in the words of the product, apart from the policy. Nothing of
// src is imported here. A new action belongs here too: say in its line who, what the token must prove, and what else must hold.

/** One cell of the table: who asks, and how they stand to whatever it is about. */
export type Cell = {
  readonly action: string;
  readonly role: string;
  readonly worksFor: 'the council' | 'a trust' | 'the office';
  /** It is about their own account or work, about a colleague of their organisation, or about strangers. */
  readonly about: 'self' | 'colleague' | 'stranger';
  /** The step before this one, where there is one, was theirs or somebody else's. */
  readonly stepBefore: 'own' | 'of another';
  readonly token: 'key touched now' | 'key touched earlier' | 'code now, has a key' | 'code now, has no key';
};

type Rule = (cell: Cell) => boolean;

const reviewers: Rule = ({ role }) => role === 'reviewer';
const administrators: Rule = ({ role }) => role === 'account administrator';
const recordKeepers: Rule = ({ role }) => role === 'record keeper';
const practitioners: Rule = (cell) => !reviewers(cell) && !administrators(cell) && !recordKeepers(cell);
const everybody: Rule = () => true;
const whoOpens: Rule = (cell) => practitioners(cell) || recordKeepers(cell);
const filesPeople: Rule = (cell) => recordKeepers(cell) || administrators(cell);

const anyToken: Rule = () => true;
const key: Rule = ({ token }) => token.startsWith('key');
const keyNow: Rule = ({ token }) => token === 'key touched now';
const bestTokenNow: Rule = ({ token }) => token === 'key touched now' || token === 'code now, has no key';

const ofTheOffice: Rule = ({ worksFor }) => worksFor === 'the office';
const ofACouncil: Rule = ({ worksFor }) => worksFor === 'the council';
const inOwnOrganisation: Rule = ({ about }) => about !== 'stranger';
const notThemselves: Rule = ({ about }) => about !== 'self';
const themselves: Rule = ({ about }) => about === 'self';
const ofOthersAlone: Rule = ({ about }) => about === 'stranger';
const secondOfTwo: Rule = ({ stepBefore }) => stepBefore === 'of another';
const whoeverBegan: Rule = ({ stepBefore }) => stepBefore === 'own';
const all =
  (...rules: readonly Rule[]): Rule =>
  (cell) =>
    rules.every((rule) => rule(cell));
const any =
  (...rules: readonly Rule[]): Rule =>
  (cell) =>
    rules.some((rule) => rule(cell));

// In the table a step of another's leaves work vacant, and makes the reason that of record keepers.
const reasonOfTheRole: Rule = (cell) => (recordKeepers(cell) ? secondOfTwo(cell) : whoeverBegan(cell));
const holdsTheWork: Rule = (cell) =>
  cell.about === 'self' || (cell.about === 'colleague' && secondOfTwo(cell));
const vacantInTheTeam: Rule = ({ about, stepBefore }) => about === 'colleague' && stepBefore === 'of another';
const decidesShields: Rule = ({ role, worksFor, about }) =>
  (role === 'social worker' || role === 'record keeper') &&
  worksFor === 'the council' &&
  about !== 'stranger';
const comesInEmergencies: Rule = ({ role }) => ['social worker', 'police officer', 'doctor'].includes(role);
const otherAdministrator = all(inOwnOrganisation, notThemselves);

/** What must hold for each action: who, by what token, and what else. */
export const decisionRules: Readonly<
  Record<string, readonly [who: Rule, token: Rule, ...more: readonly Rule[]]>
> = {
  'use the service': [everybody, anyToken],
  'sign agreement': [everybody, anyToken],
  'see own tokens': [everybody, anyToken],
  'take course': [everybody, anyToken],
  'add security key': [everybody, keyNow],
  'add code token': [everybody, bestTokenNow],
  'remove token': [everybody, bestTokenNow],
  'see caseload': [practitioners, anyToken],
  'find child': [whoOpens, anyToken],
  'choose child': [whoOpens, anyToken],
  'open child record': [whoOpens, anyToken, reasonOfTheRole],
  'print contacts': [whoOpens, anyToken, reasonOfTheRole],
  'print addresses': [whoOpens, anyToken, reasonOfTheRole],
  'check who calls': [whoOpens, anyToken],
  'say why so many': [whoOpens, anyToken],
  'act for colleague': [whoOpens, anyToken],
  'work with child': [practitioners, anyToken],
  'add involvement': [practitioners, anyToken],
  'amend involvement': [practitioners, anyToken, holdsTheWork],
  'end involvement': [practitioners, anyToken, holdsTheWork],
  'confirm contact': [practitioners, anyToken, holdsTheWork],
  'hand over involvement': [practitioners, anyToken, holdsTheWork],
  'lead support': [practitioners, anyToken, holdsTheWork],
  'take over involvement': [practitioners, anyToken, vacantInTheTeam],
  'see hand-overs': [practitioners, anyToken],
  'answer hand-over': [practitioners, anyToken, inOwnOrganisation, secondOfTwo],
  'withdraw hand-over': [practitioners, anyToken, whoeverBegan],
  'see whom to ask': [practitioners, anyToken],
  'ask to contact': [practitioners, anyToken],
  'ask other workers': [practitioners, anyToken, ({ role }) => role === 'social worker'],
  'see contact requests': [practitioners, anyToken],
  'see contact request': [practitioners, anyToken, any(inOwnOrganisation, whoeverBegan)],
  'answer contact request': [practitioners, anyToken, inOwnOrganisation, secondOfTwo],
  'end contact request': [practitioners, anyToken, any(inOwnOrganisation, whoeverBegan)],
  'see contacts to confirm': [practitioners, anyToken],
  'confirm contacts': [practitioners, anyToken],
  'see consents': [practitioners, anyToken],
  'record consent': [practitioners, anyToken, inOwnOrganisation],
  'withdraw consent': [practitioners, anyToken, inOwnOrganisation],
  'print consents': [practitioners, anyToken],
  'ask for shield': [whoOpens, anyToken],
  'see shields': [whoOpens, key, (cell) => decidesShields({ ...cell, about: 'self' })],
  'see shield': [whoOpens, key, decidesShields],
  'decide shield': [whoOpens, key, decidesShields, secondOfTwo],
  'ask to lift shield': [whoOpens, keyNow, decidesShields],
  'lift shield': [whoOpens, keyNow, decidesShields, secondOfTwo],
  'open shielded record': [practitioners, keyNow, comesInEmergencies],
  'see shielded record': [practitioners, key, comesInEmergencies, whoeverBegan],
  'see emergency openings': [reviewers, key],
  'review emergency opening': [reviewers, key, ofOthersAlone],
  'see who is stopped': [administrators, key],
  'let someone go on': [administrators, key, otherAdministrator],
  'see organisations': [administrators, key, ofTheOffice],
  'see organisation': [administrators, key, any(inOwnOrganisation, ofTheOffice)],
  'add organisation': [administrators, key, ofTheOffice],
  'add team': [administrators, key, any(inOwnOrganisation, ofTheOffice)],
  'propose accreditation': [administrators, key, ofTheOffice],
  'decide accreditation': [administrators, keyNow, ofTheOffice, secondOfTwo],
  'withdraw accreditation': [administrators, keyNow, ofTheOffice],
  'see people': [administrators, key],
  'see person': [administrators, key, inOwnOrganisation],
  'propose enrolment': [administrators, key, otherAdministrator],
  'decide enrolment': [administrators, keyNow, otherAdministrator, secondOfTwo],
  'make activation code': [administrators, keyNow, otherAdministrator],
  'record renewal': [administrators, key, otherAdministrator],
  'decide renewal': [administrators, keyNow, otherAdministrator, secondOfTwo],
  'suspend account': [administrators, key, otherAdministrator],
  'resume account': [administrators, keyNow, otherAdministrator],
  'close account': [administrators, keyNow, otherAdministrator],
  'propose account change': [administrators, key, otherAdministrator],
  'decide account change': [administrators, keyNow, otherAdministrator, secondOfTwo],
  'see access review': [administrators, key],
  'confirm in access review': [administrators, key, otherAdministrator],
  'ask for list of people': [administrators, keyNow],
  'decide list of people': [administrators, keyNow, inOwnOrganisation, secondOfTwo],
  'take list of people': [administrators, keyNow, inOwnOrganisation, whoeverBegan],
  'see cases': [reviewers, key],
  'see how it is used': [reviewers, key],
  'see case': [reviewers, key, ofOthersAlone],
  'see well-known families': [reviewers, key],
  'keep well-known families': [reviewers, key],
  'ask why opened': [reviewers, key, ofOthersAlone],
  'suspend in case': [reviewers, key, ofOthersAlone],
  'decide case': [reviewers, key, ofOthersAlone],
  'confirm case': [reviewers, keyNow, ofOthersAlone, secondOfTwo],
  'follow case': [reviewers, key, ofOthersAlone],
  'hear appeal': [reviewers, key, ofOthersAlone, secondOfTwo],
  'say why opened': [whoOpens, anyToken, themselves],
  'see suppliers': [filesPeople, anyToken],
  'see supplier': [filesPeople, anyToken, any(inOwnOrganisation, ofTheOffice)],
  'add supplier': [administrators, key, ofTheOffice],
  'make supplier credential': [administrators, keyNow, any(themselves, ofTheOffice)],
  'end supplier credential': [administrators, key, any(themselves, ofTheOffice)],
  'see batches': [filesPeople, anyToken],
  'see batch': [filesPeople, anyToken, any(inOwnOrganisation, ofTheOffice)],
  'bring file': [recordKeepers, anyToken, any(inOwnOrganisation, ofTheOffice)],
  'see desk': [recordKeepers, key, ofACouncil],
  'see desk item': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'arrange desk item': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'decide desk item': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'set desk keys': [recordKeepers, anyToken, ofACouncil],
  'merge records': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'confirm merge': [recordKeepers, key, ofACouncil, inOwnOrganisation, secondOfTwo],
  'see merges': [recordKeepers, key, ofACouncil],
  'see identity changes': [recordKeepers, key, ofACouncil],
  'see identity change': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'ask for identity change': [recordKeepers, keyNow, ofACouncil, inOwnOrganisation],
  'decide identity change': [recordKeepers, keyNow, ofACouncil, inOwnOrganisation, secondOfTwo],
  'see merge': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'undo merge': [recordKeepers, keyNow, ofACouncil, inOwnOrganisation],
  'accept move': [recordKeepers, key, ofACouncil, inOwnOrganisation],
  'copy record': [recordKeepers, keyNow],
  'invite family': [recordKeepers, keyNow],
  'see leaving': [recordKeepers, anyToken],
  'record leaving England': [recordKeepers, key],
  'take back leaving England': [recordKeepers, key],
  'let child come back': [recordKeepers, key],
};

/** Whether the table allows it; undefined for an action that it does not know. */
export function tableAllows(cell: Cell): boolean | undefined {
  return decisionRules[cell.action]?.every((rule) => rule(cell));
}
