import assert from 'node:assert/strict';
import { test } from 'node:test';
import { teamReach } from '../../src/domain/team-reach.ts';

test('what is said of a team’s hours follows the clock to the minute', () => {
  const hours = 'Mon-Fri 09:00-17:00';
  const says = (instant: string): string => teamReach(hours, new Date(instant)).reachNow.says;
  assert.match(says('2026-11-23T16:59:59Z'), /^Open now/);
  assert.match(says('2026-11-23T17:00:00Z'), /^Closed now/);
  assert.match(says('2026-11-23T16:59:00Z'), /^Open now/);
});

test('hours that differ are told apart within one minute', () => {
  const instant = new Date('2026-11-23T12:00:00Z');
  assert.equal(teamReach('Mon-Sun 00:00-24:00', instant).hoursText, 'At any hour');
  assert.match(teamReach('Tue 09:00-17:00', instant).reachNow.says, /^Closed now/);
});
