import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { isOrganisationKind, organisationKinds } from '../../src/domain/organisation-kinds.ts';
import { groundsFaults } from '../../src/domain/grounds.ts';
import { actions, may, mayEver, type Action, type Request, type Verdict } from '../../src/domain/policy.ts';
import { footings, isFooting, isReason, reasons } from '../../src/domain/reasons.ts';
import { isRole, reasonsOf, roles, type Role, type UserKind } from '../../src/domain/roles.ts';
import { assertExpected, inColumns } from '../support/expected.ts';

const everyRole = Object.keys(roles).filter((word) => isRole(word));
const everyReason = Object.keys(reasons).filter((word) => isReason(word));
const colleague = { accountId: 2, organisationId: 1 };
const stranger = { accountId: 2, organisationId: 2 };
const nurse = { ...colleague, role: 'hospital nurse' } as const;
const everyFooting = Object.keys(footings).filter((word) => isFooting(word));

test('every role may do what the checked-in matrix says, and no more', () => {
  const header = ['action', ...everyRole];
  const rows = actions.map((action) => [
    action,
    ...everyRole.map((role) => (isAllowed(role, action) ? 'yes' : 'no')),
  ]);
  assertExpected('role-actions.txt', inColumns([header, ...rows]));
});

test('every role may give the reasons that the checked-in matrix says, its own first', () => {
  const header = ['role', ...everyReason];
  const rows = everyRole.map((role) => [
    role,
    ...everyReason.map((reason) => (mayOpen(role, reason) ? place(role, reason) : 'no')),
  ]);
  assertExpected('role-reasons.txt', inColumns([header, ...rows]));
});

// Written apart from the policy: product.md section 2, and the two kinds of people of the leaflet.
const openers: readonly UserKind[] = ['practitioner', 'record keeper'];

test('whoever may not search may not choose or open a child either', () => {
  for (const role of everyRole) {
    const opens = openers.includes(roles[role].kind);
    for (const action of ['find child', 'choose child', 'open child record'] as const)
      assert.equal(mayEver(roles[role].kind, action), opens, `${role}: ${action}`);
  }
});

test('an administrator and a reviewer open no record by any reason or footing', () => {
  const grounds = everyReason.flatMap((reason) => everyFooting.map((footing) => opening(reason, footing)));
  for (const role of ['account administrator', 'reviewer'] as const)
    for (const request of grounds) assert.equal(ruleOf(may(actorOf(role), request)), 'kind of user');
});

test('only a practitioner has a caseload', () => {
  for (const role of everyRole)
    assert.equal(isAllowed(role, 'see caseload'), roles[role].kind === 'practitioner', role);
});

test('an act that no rule names is refused', () => {
  // @ts-expect-error the compiler refuses it too
  assert.equal(mayEver('nobody', 'use the service'), false);
});

test('a record is opened for a reason of the role’s own and a footing, and for nothing else', () => {
  const given = fc.tuple(
    fc.constantFrom(...everyRole),
    fc.oneof(fc.constantFrom(...everyReason, '', 'toString', 'constructor', 'EMERGENCY'), fc.string()),
    fc.oneof(fc.constantFrom(...everyFooting, '', '__proto__', 'Urgent'), fc.string()),
  );
  fc.assert(
    fc.property(given, ([role, reason, footing]) => {
      const reasonIsTheirs = reasonsOf(role).some((own) => own === reason);
      const isGround = reasonIsTheirs && everyFooting.some((known) => known === footing);
      const verdict = may(actorOf(role), opening(reason, footing));
      assert.equal(verdict.allowed, isGround);
      if (verdict.allowed) assert.deepEqual([verdict.grant.reason, verdict.grant.footing], [reason, footing]);
    }),
  );
});

test('a form is told of both grounds that are missing, and of none that is not', () => {
  const said = (reason: string, footing: string) =>
    groundsFaults('hospital nurse', reason, footing).map((fault) => fault.field);
  assert.deepEqual(said('', ''), ['reason', 'footing']);
  assert.deepEqual(said('emergency', ''), ['footing']);
  assert.deepEqual(said('child missing education', 'urgent'), ['reason']);
  assert.deepEqual(said('emergency', 'urgent'), []);
});

test('a refusal for want of grounds names the box and says what to select', () => {
  const noReason = may(actorOf('doctor'), opening('', 'urgent'));
  assert.ok(!noReason.allowed);
  assert.deepEqual(
    [noReason.rule, noReason.field, noReason.says],
    ['reason', 'reason', 'Select why you need to open this record'],
  );
  const noFooting = may(actorOf('doctor'), opening('emergency', ''));
  assert.ok(!noFooting.allowed);
  assert.deepEqual([noFooting.rule, noFooting.field], ['footing', 'footing']);
});

test('a grant carries the asker, and reasons only where one was asked for', () => {
  const actor = actorOf('doctor');
  const verdict = may(actor, { action: 'find child' });
  assert.ok(verdict.allowed);
  assert.equal(verdict.grant.actor, actor);
  assert.equal(verdict.grant.reason, undefined);
});

test('nobody is shown another body’s numbers, except record keepers', () => {
  const rows = Object.keys(organisationKinds)
    .filter((word) => isOrganisationKind(word))
    .map((organisationKind) => [
      organisationKind,
      numbersShown({ ...actorOf('doctor'), organisationKind }),
      numbersShown({ ...actorOf('record keeper'), organisationKind }),
    ]);
  assertExpected(
    'numbers-shown.txt',
    inColumns([['organisation', 'practitioner', 'record keeper'], ...rows]),
  );
});

test('an administrator lets on only others, and only of their own organisation', () => {
  const letOn = (whose: typeof colleague) =>
    ruleOf(may(actorOf('account administrator'), { action: 'let someone go on', whose }));
  assert.equal(letOn(colleague), 'allowed');
  assert.equal(letOn({ ...colleague, accountId: 1 }), 'own account');
  assert.equal(letOn({ ...colleague, organisationId: 2 }), 'other organisation');
  assert.equal(letOn({ accountId: 1, organisationId: 2 }), 'other organisation');
});

test('suppliers and their files are known to their own organisation, to the council of a school, and to the office', () => {
  const keeper = actorOf('record keeper');
  const administrator = actorOf('account administrator');
  const ask = (actor: Actor, action: 'bring file' | 'see batch' | 'make supplier credential') =>
    (['own', 'school of the council', 'other'] as const).map((relation) =>
      ruleOf(may(actor, { action, relation })),
    );
  const isTheirs = ['allowed', 'allowed', 'other organisation'];
  assert.deepEqual(ask(keeper, 'bring file'), isTheirs);
  assert.deepEqual(ask(keeper, 'see batch'), isTheirs);
  assert.deepEqual(ask(administrator, 'make supplier credential'), [
    'allowed',
    'other organisation',
    'other organisation',
  ]);
  const office = ofOffice('account administrator');
  assert.deepEqual(ask(office, 'make supplier credential'), ['allowed', 'allowed', 'allowed']);
});

function isAllowed(role: Role, action: Action): boolean {
  switch (action) {
    case 'open child record':
      return everyReason.some((reason) => mayOpen(role, reason));
    case 'print contacts':
    case 'print addresses':
      return everyReason.some((reason) => may(actorOf(role), { action, reason, footing: 'urgent' }).allowed);
    case 'amend involvement':
    case 'end involvement':
    case 'confirm contact':
    case 'hand over involvement':
    case 'lead support':
    case 'record consent':
    case 'withdraw consent':
      return may(actorOf(role), { action, held: { own: 'mine', isVacant: false } }).allowed;
    case 'take over involvement':
      return may(actorOf(role), { action, held: { own: 'team', isVacant: true } }).allowed;
    case 'answer hand-over':
      return may(actorOf(role), { action, askedBy: 2, receiver: 'me' }).allowed;
    case 'withdraw hand-over':
      return may(actorOf(role), { action, askedBy: 1, receiver: 'others' }).allowed;
    case 'let someone go on':
      return may(actorOf(role), { action, whose: colleague }).allowed;
    case 'see organisation':
    case 'add team':
      return may(actorOf(role), { action, organisationId: 1 }).allowed;
    case 'see organisations':
    case 'add organisation':
    case 'propose accreditation':
    case 'withdraw accreditation':
      return may(ofOffice(role), { action }).allowed;
    case 'see supplier':
    case 'see batch':
    case 'bring file':
    case 'make supplier credential':
    case 'end supplier credential':
      return may(actorOf(role), { action, relation: 'own' }).allowed;
    case 'add supplier':
      return may(ofOffice(role), { action }).allowed;
    case 'decide accreditation':
      return may(ofOffice(role), { action, proposedBy: 2 }).allowed;
    case 'see person':
    case 'propose enrolment':
    case 'make activation code':
    case 'record renewal':
    case 'suspend account':
    case 'resume account':
    case 'close account':
    case 'propose account change':
    case 'confirm in access review':
      return may(actorOf(role), { action, whose: nurse }).allowed;
    case 'decide enrolment':
    case 'decide renewal':
    case 'decide account change':
      return may(actorOf(role), { action, whose: nurse, proposedBy: 3 }).allowed;
    case 'decide list of people':
      return may(actorOf(role), { action, organisationId: 1, proposedBy: 3 }).allowed;
    case 'take list of people':
      return may(actorOf(role), { action, organisationId: 1, proposedBy: 1 }).allowed;
    case 'see shields':
      return may(ofCouncil(role), { action }).allowed;
    case 'see shield':
    case 'ask to lift shield':
      return may(ofCouncil(role), { action, isOfCouncil: true }).allowed;
    case 'decide shield':
      return may(ofCouncil(role), { action, isOfCouncil: true, askedBy: 3 }).allowed;
    case 'lift shield':
      return may(ofCouncil(role), { action, isOfCouncil: true, liftAskedBy: 3 }).allowed;
    case 'see shielded record':
      return may(actorOf(role), { action, isOpen: true }).allowed;
    case 'review emergency opening':
      return may(actorOf(role), { action, whose: stranger }).allowed;
    case 'open shielded record':
      return may(actorOf(role), { action, because: 'child is missing' }).allowed;
    case 'see case':
    case 'ask why opened':
    case 'suspend in case':
    case 'decide case':
    case 'follow case':
      return may(actorOf(role), { action, whose: stranger }).allowed;
    case 'confirm case':
      return may(actorOf(role), { action, whose: stranger, proposedBy: 3 }).allowed;
    case 'hear appeal':
      return may(actorOf(role), { action, whose: stranger, decidedBy: [3, 4] }).allowed;
    case 'ask to contact':
    case 'ask other workers':
      return may(actorOf(role), { action, footing: 'urgent' }).allowed;
    case 'see contact request':
    case 'answer contact request':
    case 'end contact request':
      return may(actorOf(role), { action, askedBy: 3, receiver: 'me' }).allowed;
    case 'say why opened':
      return may(actorOf(role), { action, whose: { accountId: 1, organisationId: 1 } }).allowed;
    case 'see desk':
    case 'set desk keys':
    case 'see merges':
    case 'see identity changes':
      return may(ofCouncil(role), { action }).allowed;
    case 'see desk item':
    case 'arrange desk item':
    case 'decide desk item':
    case 'merge records':
    case 'see merge':
    case 'undo merge':
    case 'accept move':
    case 'see identity change':
    case 'ask for identity change':
      return may(ofCouncil(role), { action, isOfCouncil: true }).allowed;
    case 'confirm merge':
    case 'decide identity change':
      return may(ofCouncil(role), { action, isOfCouncil: true, askedBy: 3 }).allowed;
    default:
      return may(actorOf(role), { action }).allowed;
  }
}

function mayOpen(role: Role, reason: string): boolean {
  const verdicts = everyFooting.map((footing) => may(actorOf(role), opening(reason, footing)).allowed);
  assert.equal(new Set(verdicts).size, 1, 'no footing is refused to a reason');
  return verdicts[0] ?? false;
}

function place(role: Role, reason: string): string {
  return String(reasonsOf(role).findIndex((own) => own === reason) + 1);
}

function opening(reason: string, footing: string): Request {
  return { action: 'open child record', reason, footing };
}

function ruleOf(verdict: Verdict): string {
  return verdict.allowed ? 'allowed' : verdict.rule;
}

function numbersShown(actor: Actor): string {
  const verdict = may(actor, { action: 'find child' });
  return verdict.allowed ? verdict.grant.numbersShown : 'refused';
}

function ofOffice(role: Role): Actor {
  return { ...actorOf(role), organisationKind: 'ContactPoint office' };
}

function ofCouncil(role: Role): Actor {
  return { ...actorOf(role), organisationKind: 'council services' };
}

function actorOf(role: Role): Actor {
  return {
    accountId: 1,
    userName: 'amina.khan',
    fullName: 'Amina Khan',
    role,
    kind: roles[role].kind,
    organisationId: 1,
    organisationName: 'Royal Bolton Hospital',
    organisationKind: 'NHS trust',
    practitionerId: 1,
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: Buffer.alloc(32),
  };
}
