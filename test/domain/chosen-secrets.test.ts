import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsInSecrets } from '../../src/domain/chosen-secrets.ts';

const common = new Set(['password1', 'sunshine']);

function fieldsOf(
  password: string,
  pin: string,
  again: { readonly password?: string; readonly pin?: string } = {},
) {
  const typed = { password, pin, passwordAgain: again.password ?? password, pinAgain: again.pin ?? pin };
  return faultsInSecrets(typed, 'amina.khan', (one) => common.has(one)).map(({ field }) => field);
}

test('eight characters will do beside a token, of any kind, up to 128', () => {
  for (const good of ['x7!kq2pz', 'three odd words', 'пароль из слов', 'ab cd ef gh'.repeat(11)])
    assert.deepEqual(fieldsOf(good, '914275'), [], good);
});

test('short, endless, common, own and monotonous passwords are refused', () => {
  for (const bad of [
    '',
    'seven77',
    'x'.repeat(129),
    'PassWord1',
    'sunshine',
    'amina.khan99',
    'my ContactPoint',
    'abababab',
    'bell\u0007bell',
  ])
    assert.deepEqual(fieldsOf(bad, '914275'), ['password'], bad);
});

test('a PIN is six to eight digits, no run and no repeat', () => {
  for (const good of ['914275', '00918273', '1357911'])
    assert.deepEqual(fieldsOf('three odd words', good), [], good);
  for (const bad of [
    '',
    '12345',
    '123456789',
    '12345a',
    '123456',
    '890123',
    '654321',
    '000000',
    '121212',
    '123123',
    '12341234',
  ])
    assert.deepEqual(fieldsOf('three odd words', bad), ['pin'], bad);
});

test('each is typed twice', () => {
  const again = { password: 'three odd wordz', pin: '914276' };
  assert.deepEqual(fieldsOf('three odd words', '914275', again), ['passwordAgain', 'pinAgain']);
});
