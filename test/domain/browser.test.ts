import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { browserKind } from '../../src/domain/browser.ts';

const told = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on a Chromebook',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari on an iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  ['curl/8.14.1', 'Another browser'],
] as const;

test('a browser is told by its name and what it runs on', () => {
  for (const [userAgent, kind] of told) assert.equal(browserKind(userAgent), kind);
  assert.equal(browserKind(undefined), 'Another browser');
});

// As the constraint on the column has it: nothing of what a browser says is kept but a word of the list.
const known =
  /^(Chrome|Edge|Firefox|Safari|Another browser)( on (Windows|a Mac|an iPhone|an iPad|Android|a Chromebook|Linux))?$/;

test('whatever a browser says, it is of a known kind', () => {
  const any = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...told.flat())).map((parts) => parts.join(' ')),
  );
  fc.assert(fc.property(any, (userAgent) => known.test(browserKind(userAgent))));
});
