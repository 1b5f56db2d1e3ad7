import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { actions, may, type Request } from '../../src/domain/policy.ts';
import { isRole, roles, type Role } from '../../src/domain/roles.ts';
import { decisionRules, tableAllows, type Cell } from './decision-rules.ts';

const everyRole = Object.keys(roles).filter((word) => isRole(word));
const worksFor = ['the council', 'a trust', 'the office'] as const;
const about = ['self', 'colleague', 'stranger'] as const;
const steps = ['own', 'of another'] as const;
const tokens = [
  'key touched now',
  'key touched earlier',
  'code now, has a key',
  'code now, has no key',
] as const;

test('the table knows every action, and no other', () => {
  assert.deepEqual(Object.keys(decisionRules).sort(), [...actions].sort());
});

test('in every cell of role, action, relation and state the policy decides as the table written apart', () => {
  let cells = 0;
  const differ: Cell[] = [];
  for (const { cell, role } of everyCell()) {
    cells += 1;
    if (may(actorIn(cell, role), requestIn(cell)).allowed !== tableAllows(cell)) differ.push(cell);
  }
  assert.deepEqual(differ.slice(0, 20), []);
  assert.ok(cells > 5_000, `${cells} cells`);
});

const standings = worksFor.flatMap((employer) =>
  about.flatMap((whose) =>
    steps.flatMap((stepBefore) =>
      tokens.map((token) => ({ worksFor: employer, about: whose, stepBefore, token })),
    ),
  ),
);

function everyCell(): readonly { readonly cell: Cell; readonly role: Role }[] {
  return actions.flatMap((action) =>
    everyRole.flatMap((role) => standings.map((standing) => ({ role, cell: { ...standing, action, role } }))),
  );
}

const organisationKinds = {
  'the council': 'council services',
  'a trust': 'NHS trust',
  'the office': 'ContactPoint office',
} as const;

function actorIn({ worksFor: employer, token }: Cell, role: Role): Actor {
  return {
    accountId: 1,
    userName: 'somebody',
    fullName: 'Some Body',
    role,
    kind: roles[role].kind,
    organisationId: 1,
    organisationName: 'Somewhere',
    organisationKind: organisationKinds[employer],
    practitionerId: 1,
    proof: {
      tokenKind: token.startsWith('key') ? 'key' : 'code',
      fresh: !token.endsWith('earlier'),
      holdsKey: token !== 'code now, has no key',
      practice: false,
    },
    sessionHash: Buffer.alloc(32),
  };
}

const ofCare = [
  'amend involvement',
  'end involvement',
  'confirm contact',
  'hand over involvement',
  'take over involvement',
  'lead support',
  'record consent',
  'withdraw consent',
];

// Everything that any rule asks about; each takes what is its own.
function requestIn(cell: Cell): Request {
  const { action, stepBefore } = cell;
  const isStranger = cell.about === 'stranger';
  const before = stepBefore === 'own' ? 1 : 9;
  const organisationId = isStranger ? 2 : 1;
  const request: object = {
    action,
    whose: { accountId: cell.about === 'self' ? 1 : 2, organisationId, role: 'hospital nurse' },
    organisationId,
    proposedBy: before,
    askedBy: before,
    liftAskedBy: before,
    decidedBy: [before],
    isOfCouncil: !isStranger,
    isOpen: stepBefore === 'own',
    because: 'child is missing',
    reason: stepBefore === 'own' ? 'emergency' : 'accuracy of the record',
    footing: 'urgent',
    relation: { self: 'own', colleague: 'school of the council', stranger: 'other' }[cell.about],
    ...(ofCare.includes(action) && {
      held: {
        own: { self: 'mine', colleague: 'team', stranger: 'others' }[cell.about],
        isVacant: stepBefore === 'of another',
      },
    }),
    ...((action.endsWith('hand-over') || action.endsWith('contact request')) && {
      receiver: { self: 'me', colleague: 'my team', stranger: 'others' }[cell.about],
    }),
  };
  assert.ok(isRequest(request));
  return request;
}

function isRequest(made: object): made is Request {
  return 'action' in made;
}
