import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '../../src/domain/actor.ts';
import { mayEver } from '../../src/domain/policy.ts';
import { isRole, roles, type Role } from '../../src/domain/roles.ts';
import { navigationFor, placeList, places } from '../../src/web/navigation.ts';
import { routes } from '../../src/web/routes.ts';
import { markupOf } from '../../src/web/views/html.ts';

const everyRole = Object.keys(roles).filter((word) => isRole(word));

test('every place is a page that needs what the place is shown for', () => {
  for (const { href, action } of places) {
    const route = routes.find(({ method, path }) => method === 'GET' && path === href);
    assert.equal(route?.permission, action, href);
  }
});

test('nobody is shown a place that they may not go to', () => {
  for (const role of everyRole)
    for (const { href } of navigationFor(actorOf(role), '/')) {
      const place = places.find((one) => one.href === href);
      assert.ok(place && mayEver(roles[role].kind, place.action), `${role}: ${href}`);
    }
});

test('only the office is shown the organisations', () => {
  const shown = (actor: Actor) => navigationFor(actor, '/').some(({ href }) => href === '/organisations');
  assert.equal(shown(actorOf('account administrator')), false);
  assert.equal(shown({ ...actorOf('account administrator'), organisationKind: 'ContactPoint office' }), true);
});

test('the page’s own place is marked, and so is that of a page behind it', () => {
  const administrator = actorOf('account administrator');
  const marked = (path: string) =>
    navigationFor(administrator, path)
      .filter(({ current, active }) => current ?? active)
      .map(({ href }) => href);
  assert.deepEqual(marked('/'), ['/']);
  assert.deepEqual(marked('/stopped'), ['/stopped']);
  assert.deepEqual(marked('/stopped/:account/raises'), ['/stopped']);
  assert.deepEqual(marked('/stoppedwise'), []);
});

test('the list on the start page says what each other place is for', () => {
  const list = markupOf(placeList(actorOf('account administrator')));
  assert.match(list, /href="\/stopped">People stopped today<\/a>: let somebody look up more children/);
  assert.ok(!list.includes('href="/"'));
});

function actorOf(role: Role): Actor {
  return {
    accountId: 1,
    userName: 'somebody',
    fullName: 'Somebody',
    role,
    kind: roles[role].kind,
    organisationId: 1,
    organisationName: 'Bolton Council',
    organisationKind: 'council services',
    practitionerId: null,
    proof: { tokenKind: 'key', fresh: true, holdsKey: true, practice: false },
    sessionHash: Buffer.alloc(32),
  };
}
