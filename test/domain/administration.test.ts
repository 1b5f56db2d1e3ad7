import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { isOrganisationKind, organisationKinds, rolesIn } from '../../src/domain/organisation-kinds.ts';
import { may, type Request } from '../../src/domain/policy.ts';
import { isRole, roles } from '../../src/domain/roles.ts';

const administrator: Actor = {
  accountId: 1,
  userName: 'peter.lowe',
  fullName: 'Peter Lowe',
  role: 'account administrator',
  kind: 'account administrator',
  organisationId: 1,
  organisationName: 'Bolton Council',
  organisationKind: 'council services',
  practitionerId: null,
  proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
  sessionHash: Buffer.alloc(32),
};
const office: Actor = { ...administrator, organisationId: 9, organisationKind: 'ContactPoint office' };
const everyRole = Object.keys(roles).filter((word) => isRole(word));

function ruleOf(actor: Actor, request: Request): string {
  const verdict = may(actor, request);
  return verdict.allowed ? 'allowed' : verdict.rule;
}

test('only administrators of the ContactPoint office add and accredit organisations', () => {
  for (const action of ['see organisations', 'add organisation', 'propose accreditation'] as const) {
    assert.equal(ruleOf(office, { action }), 'allowed');
    assert.equal(ruleOf(administrator, { action }), 'not of the office');
  }
  assert.equal(ruleOf(office, { action: 'decide accreditation', proposedBy: 2 }), 'allowed');
  assert.equal(ruleOf(administrator, { action: 'decide accreditation', proposedBy: 2 }), 'not of the office');
});

test('an administrator sees and adds to their own organisation, and the office to any', () => {
  for (const action of ['see organisation', 'add team'] as const) {
    assert.equal(ruleOf(administrator, { action, organisationId: 1 }), 'allowed');
    assert.equal(ruleOf(administrator, { action, organisationId: 2 }), 'other organisation');
    assert.equal(ruleOf(office, { action, organisationId: 2 }), 'allowed');
  }
});

// Written apart from the rules: product.md section 2 and trust.md, Sign-in 3 and Access control 5.
test('whoever proposed does not decide, nobody acts on themselves, and strangers are out of reach', () => {
  const request = fc.record({
    action: fc.constantFrom('decide enrolment', 'decide renewal'),
    whose: fc.record({
      accountId: fc.integer({ min: 1, max: 3 }),
      organisationId: fc.constantFrom(1, 2, 9),
      role: fc.constantFrom(...everyRole),
    }),
    proposedBy: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(request, fc.constantFrom(administrator, office), ({ action, whose, proposedBy }, actor) => {
      const isOwn = whose.organisationId === actor.organisationId;
      const reaches = isOwn || (actor === office && whose.role === 'account administrator');
      const wanted = reaches && whose.accountId !== 1 && proposedBy !== 1;
      assert.equal(may(actor, { action, whose, proposedBy }).allowed, wanted);
    }),
  );
});

test('of other organisations the office reaches account administrators and nobody else', () => {
  for (const role of everyRole) {
    const whose = { accountId: 5, organisationId: 2, role };
    const wanted = role === 'account administrator' ? 'allowed' : 'other organisation';
    for (const action of [
      'see person',
      'propose enrolment',
      'make activation code',
      'record renewal',
    ] as const) {
      assert.equal(ruleOf(office, { action, whose }), wanted);
      assert.equal(ruleOf(administrator, { action, whose }), 'other organisation');
    }
  }
});

test('an administrator sees their own account and does nothing to it', () => {
  const whose = { accountId: 1, organisationId: 1, role: 'account administrator' } as const;
  assert.equal(ruleOf(administrator, { action: 'see person', whose }), 'allowed');
  for (const action of ['propose enrolment', 'make activation code', 'record renewal'] as const)
    assert.equal(ruleOf(administrator, { action, whose }), 'own account');
});

test('every role has a kind of organisation, and every kind has administrators', () => {
  const kinds = Object.keys(organisationKinds).filter((word) => isOrganisationKind(word));
  assert.deepEqual(new Set(kinds.flatMap((kind) => rolesIn(kind))), new Set(everyRole));
  for (const kind of kinds) assert.ok(rolesIn(kind).includes('account administrator'));
});
