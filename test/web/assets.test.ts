import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { compiledStyles } from '../../scripts/build-css.ts';
import { encodedAsset, readAssets } from '../../src/web/assets.ts';

const committed = readFileSync(new URL('../../src/web/assets/contactpoint.css', import.meta.url), 'utf8');

test('the styles committed are those that the source compiles to', () => {
  assert.ok(
    compiledStyles() === committed,
    'src/web/assets/contactpoint.css is old: run node scripts/build-css.ts',
  );
});

test('the styles are at most 20 kB on the way', () => {
  assert.ok(gzipSync(committed).length <= 20_000);
});

test('the styles name the licence, and carry neither Crown nor GOV.UK’s typeface', () => {
  assert.match(committed, /MIT licence, Copyright \(C\) 2017 Crown Copyright/);
  assert.doesNotMatch(committed, /GDS Transport|@font-face|crown\b/);
});

test('the styles ask no other place for anything', () => {
  assert.doesNotMatch(committed, /url\(|@import/);
});

test('each asset has an address that changes with it, and comes back the same in each encoding', async () => {
  const { files } = await readAssets();
  assert.equal(files.size, 4);
  for (const [name, asset] of files) {
    assert.match(name, /^[\w-]+-[0-9a-f]{16}\.(css|js|svg)$/);
    assert.deepEqual(new Uint8Array(gunzipSync(asset.gzip)), asset.plain);
    assert.deepEqual(new Uint8Array(brotliDecompressSync(asset.br)), asset.plain);
  }
});

test('every address that a page uses is served, and our script loads its library from its present address', async () => {
  const assets = await readAssets();
  const nameOf = (url: string) => url.replace('/assets/', '');
  for (const url of [assets.styles, assets.script, assets.scriptLibrary, assets.icon]) {
    assert.ok(assets.files.has(nameOf(url)), url);
  }
  const script = new TextDecoder().decode(assets.files.get(nameOf(assets.script))?.plain);
  assert.ok(script.includes(`from './${nameOf(assets.scriptLibrary)}'`));
});

test('a browser gets the smallest encoding that it takes', async () => {
  const { files, styles } = await readAssets();
  const asset = files.get(styles.replace('/assets/', ''));
  assert.ok(asset);
  const encodings = ['gzip, deflate, br', 'gzip', 'br;q=0, gzip;q=0.5', 'identity', undefined].map(
    (accept) => encodedAsset(asset, accept).headers['content-encoding'],
  );
  assert.deepEqual(encodings, ['br', 'gzip', 'gzip', undefined, undefined]);
  assert.equal(encodedAsset(asset, 'br').body, asset.br);
  assert.match(encodedAsset(asset, 'br').headers['cache-control'] ?? '', /immutable/);
});
