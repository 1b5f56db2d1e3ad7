import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { careRefused, type CareRequest } from '../../src/domain/care-rules.ts';

const actor: Actor = {
  accountId: 1,
  userName: 'nurse.one',
  fullName: 'Amina Yusuf',
  role: 'school nurse',
  kind: 'practitioner',
  organisationId: 1,
  organisationName: 'Bolton NHS Foundation Trust',
  organisationKind: 'NHS trust',
  practitionerId: 11,
  proof: { tokenKind: 'code', fresh: true, holdsKey: false, practice: false },
  sessionHash: Buffer.alloc(32),
};

const ownActs = [
  'amend involvement',
  'end involvement',
  'confirm contact',
  'hand over involvement',
  'lead support',
] as const;
const stands = ['mine', 'team', 'others'] as const;

// Written as a person would read the rule aloud, apart from the code that decides.
const mayChange = new Set(['mine held', 'mine vacant', 'team vacant']);
const mayTakeOver = new Set(['team vacant']);
const mayConsent = new Set(['mine held', 'mine vacant', 'team held', 'team vacant']);

test('work with a child is changed by who holds it, or by their team where nobody does', () => {
  for (const own of stands)
    for (const isVacant of [false, true]) {
      const held = { own, isVacant };
      const so = `${own} ${isVacant ? 'vacant' : 'held'}`;
      for (const action of ownActs)
        assert.equal(allowed({ action, held }), mayChange.has(so), `${action}, ${so}`);
      assert.equal(allowed({ action: 'take over involvement', held }), mayTakeOver.has(so), so);
      for (const action of ['record consent', 'withdraw consent'] as const)
        assert.equal(allowed({ action, held }), mayConsent.has(so), `${action}, ${so}`);
    }
});

test('an offer is answered by whom it was made to, never by who made it', () => {
  for (const receiver of ['me', 'my team', 'others'] as const)
    for (const askedBy of [1, 2]) {
      const answers = receiver !== 'others' && askedBy === 2;
      assert.equal(allowed({ action: 'answer hand-over', askedBy, receiver }), answers);
      assert.equal(allowed({ action: 'withdraw hand-over', askedBy, receiver }), askedBy === 1);
    }
});

test('who acts for a colleague on the telephone changes nobody’s work, not even their own', () => {
  const mediation = {
    name: 'Jane Smith',
    organisationKind: 'police',
    organisationCode: null,
    organisationName: null,
    identified: 'called back',
    beganAt: new Date('2026-11-23T10:00:00Z'),
  } as const;
  const held = { own: 'mine', isVacant: false } as const;
  for (const action of ownActs)
    assert.equal(careRefused({ ...actor, mediation }, { action, held })?.rule, 'acting for a colleague');
});

function allowed(request: CareRequest): boolean {
  return careRefused(actor, request) === undefined;
}
