import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  exchangeOf,
  freephoneNumber,
  isDramaNumber,
  mobileNumber,
  nationalNumber,
} from '../../src/population/phones.ts';

test('each area has the numbers that are kept for it, and the rest those of no area', () => {
  assert.equal(exchangeOf(350).next(), '0161 496 0000');
  assert.equal(exchangeOf(202).next(), '020 7946 0000');
  assert.equal(exchangeOf(383).next(), '0113 496 0000');
  assert.equal(exchangeOf(330).next(), '0121 496 0000');
  assert.equal(exchangeOf(908).next(), '01632 960000');
});

test('numbers are handed out in turn and begin again after a thousand', () => {
  const exchange = exchangeOf(350);
  const numbers = Array.from({ length: 1001 }, () => exchange.next());
  assert.equal(new Set(numbers).size, 1000);
  assert.equal(numbers[1000], numbers[0]);
});

test('only numbers kept for drama are recognised', () => {
  for (const number of [mobileNumber(7), freephoneNumber(999), nationalNumber(0), '0191 498 0123'])
    assert.ok(isDramaNumber(number), number);
  for (const number of ['0161 496 1000', '07700 901000', '01204 333333', '01632 9600000', ''])
    assert.ok(!isDramaNumber(number), number);
});
