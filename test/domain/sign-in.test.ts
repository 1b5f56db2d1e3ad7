import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import {
  faultInCode,
  faultsInTyped,
  foldUserName,
  isSourceOverLimit,
  secondsLeft,
  signInLimits,
  sourceOf,
} from '../../src/domain/sign-in.ts';

const typed = { userName: 'amina.yusuf', password: 'correct horse battery', pin: '604815' };
const noon = new Date('2026-03-02T12:00:00Z');
const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

test('each empty box is asked for in its own words', () => {
  assert.deepEqual(faultsInTyped({ userName: ' ', password: '', pin: '' }), [
    { kind: 'invalid', field: 'userName', says: 'Enter your user name' },
    { kind: 'invalid', field: 'password', says: 'Enter your password' },
    { kind: 'invalid', field: 'pin', says: 'Enter your PIN' },
  ]);
});

test('what nobody can have typed is refused in its own box', () => {
  const long = 'x'.repeat(10 * 1024 * 1024);
  for (const field of ['userName', 'password', 'pin'] as const)
    for (const bad of [long, 'a\0b', '12345\ud800', '\udc00', 'a\u0085b', '\n'])
      assert.deepEqual(
        faultsInTyped({ ...typed, [field]: bad }).map((fault) => fault.field),
        [field],
      );
});

test('a PIN is 6 to 8 digits and a code is 6', () => {
  for (const pin of ['12345', '123456789', '12a456', '１２３４５６'])
    assert.equal(faultsInTyped({ ...typed, pin }).length, 1, pin);
  for (const code of ['', '12345', '1234567', 'abcdef', '1'.repeat(10_000_000), '12345\0', '\ud800'])
    assert.equal(faultInCode(code)?.field, 'code');
  assert.equal(faultInCode('123 456'), undefined);
});

test('whatever is typed, the boxes are judged and nothing breaks', () => {
  const any = fc.string({ unit: 'binary', maxLength: 700 });
  fc.assert(
    fc.property(any, any, any, (userName, password, pin) => {
      for (const fault of faultsInTyped({ userName, password, pin })) assert.ok(fault.says.length > 10);
      assert.equal(foldUserName(foldUserName(userName)), foldUserName(userName));
    }),
  );
});

test('a user name is the same however it is typed', () => {
  assert.equal(foldUserName(' Amina.Yusuf '), 'amina.yusuf');
  assert.equal(foldUserName('ａｍｉｎａ.yusuf'), 'amina.yusuf');
});

test('an IPv6 subscriber is one source, and an IPv4 address another', () => {
  assert.equal(sourceOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2');
  assert.equal(sourceOf('2001:db8:1:2::9'), sourceOf('2001:0DB8:0001:0002:ffff::'));
  assert.equal(sourceOf('::1'), '0:0:0:0');
  assert.equal(sourceOf('fe80::1%eth0'), 'fe80:0:0:0');
  assert.equal(sourceOf('192.0.2.7'), '192.0.2.7');
  assert.equal(sourceOf('::ffff:192.0.2.7'), '192.0.2.7');
});

test('a source is held to few failures only while they come from everywhere', () => {
  const calm = { overall: 0 };
  const flood = { overall: signInLimits.overall.failures };
  assert.equal(isSourceOverLimit({ ofSource: 99, ...calm }), false);
  assert.equal(isSourceOverLimit({ ofSource: 100, ...calm }), true);
  assert.equal(isSourceOverLimit({ ofSource: 9, ...flood }), false);
  assert.equal(isSourceOverLimit({ ofSource: 10, ...flood }), true);
});

test('a session lasts 15 minutes unused and 12 hours in all', () => {
  assert.equal(secondsLeft({ begunAt: noon, seenAt: noon }, noon), 900);
  assert.equal(secondsLeft({ begunAt: noon, seenAt: noon }, after(14)), 60);
  assert.equal(secondsLeft({ begunAt: noon, seenAt: noon }, after(15)), 0);
  assert.equal(secondsLeft({ begunAt: noon, seenAt: after(719) }, after(719)), 60);
  assert.equal(secondsLeft({ begunAt: noon, seenAt: after(719) }, after(720)), 0);
});

test('a clock set back lengthens no session', () => {
  assert.equal(secondsLeft({ begunAt: noon, seenAt: noon }, after(-2)), 0);
  assert.equal(secondsLeft({ begunAt: noon, seenAt: noon }, after(-0.5)), 900);
});
