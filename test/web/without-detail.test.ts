import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutDetail } from '../../src/web/without-detail.ts';

test('of an error its kind, code and place are noted, and nothing of its message', () => {
  const message = 'duplicate key (Oliver Smith)\n    at Oliver Smith, 1 High Street\nborn 2014-03-27';
  const noted = withoutDetail(
    Object.assign(new TypeError(message), { code: '23505', detail: 'Oliver Smith' }),
  );
  assert.deepEqual([noted['error'], noted['code']], ['TypeError', '23505']);
  assert.doesNotMatch(JSON.stringify(noted), /Oliver|High Street|2014/);
  assert.match(JSON.stringify(noted['at']), /without-detail\.test\.ts:\d+/);
});

test('what is no error is noted by its kind alone', () => {
  assert.deepEqual(withoutDetail('Oliver Smith'), { error: 'string' });
  assert.deepEqual(withoutDetail(null), { error: 'object' });
});
