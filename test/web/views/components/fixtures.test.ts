import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldComponents } from './field-components.ts';
import { fixturesOf } from './fixtures.ts';
import { otherComponents } from './other-components.ts';
import { unsupported } from './unsupported.ts';

let compared = 0;
let skipped = 0;

for (const { name, compare } of [...fieldComponents, ...otherComponents]) {
  test(`${name} is as govuk-frontend makes it`, () => {
    const missed = new Set<string>();
    for (const fixture of fixturesOf(name)) {
      const comparison = compare(fixture);
      if ('unsupported' in comparison) {
        for (const option of comparison.unsupported) missed.add(option);
        skipped += 1;
        continue;
      }
      assert.deepEqual(comparison.made, comparison.wanted, `${name}: ${fixture.name}`);
      compared += 1;
    }
    assert.deepEqual([...missed].toSorted(), unsupported[name] ?? []);
  });
}

test('what our components can do is compared with over 200 fixtures', (t) => {
  t.diagnostic(`${compared} fixtures compared, ${skipped} ask for an option that we do not take`);
  assert.ok(compared > 200);
});
