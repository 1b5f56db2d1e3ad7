import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { School } from '../../src/population/schools.ts';
import { choicesOf, settingsNear } from '../../src/population/settings.ts';

const college: School = {
  urn: 130758,
  name: 'A Sixth Form College',
  school_type: 'Further education college',
  is_primary: false,
  is_secondary: false,
  is_post16: true,
  age_low: 16,
  age_high: 18,
  admits: 'Mixed',
  town: null,
  pupils: 0,
  latitude: 52.6,
  longitude: -0.7,
};

test('a college whose roll the register has as 0 can be chosen, though there be no other', () => {
  const near = settingsNear(
    { latitude: 52.6, longitude: -0.7 },
    choicesOf({ schools: [college], practices: [] }),
  );
  assert.equal(
    near.school('college', 16, 'female')?.(() => 0.5),
    college,
  );
});
