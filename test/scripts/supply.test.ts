import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { judgeAdvisories } from '../../scripts/audit.ts';
import { licencesPage, readPackages, refusedLicences } from '../../scripts/licences.ts';
import { isInChangelog, versionIn } from '../../scripts/release.ts';

const checkout = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');

test('no package has a licence that is not on the list', () => {
  assert.deepEqual(refusedLicences(readPackages(read('package-lock.json'))), []);
});

test('a licence that is for the workshop alone, and one that nobody allowed, are refused where they would be handed on', () => {
  const packages = { '': {}, 'node_modules/a': { version: '1.0.0', license: 'MPL-2.0' } };
  const added = {
    'node_modules/b': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    'node_modules/c': { version: '1.0.0', license: 'MPL-2.0', dev: true },
    'node_modules/d': { version: '1.0.0' },
  };
  const refused = refusedLicences(readPackages(JSON.stringify({ packages: { ...packages, ...added } })));
  assert.deepEqual(
    refused.map(({ name }) => name),
    ['a', 'b', 'd'],
  );
});

test('the page of licences is what the lock file and the data say', () => {
  const page = licencesPage(readPackages(read('package-lock.json')), read('data/README.md'));
  assert.equal(read('docs/licences.md'), page);
  assert.match(page, /Contains OS data © Crown copyright/);
});

test('every package of the lock file has a digest, and none says where else it is to be had', () => {
  const lock = read('package-lock.json');
  const inOthers = [...lock.matchAll(/"inBundle": true/g)].length; // covered by the digest of the package that brings them
  assert.equal([...lock.matchAll(/"integrity": "sha512-/g)].length, readPackages(lock).length - inOthers);
  assert.doesNotMatch(lock, /"resolved"/);
});

test('advisories are told by package, and a registry that does not answer is said to be that and no failure', () => {
  const metadata = { vulnerabilities: { total: 1 } };
  const told = JSON.stringify({ metadata, vulnerabilities: { pg: { severity: 'high' } } });
  assert.deepEqual(judgeAdvisories(told), { passed: false, says: 'advisories: pg (high)' });
  const low = JSON.stringify({ metadata, vulnerabilities: { pg: { severity: 'low' } } });
  assert.equal(judgeAdvisories(low).passed, true);
  for (const silence of ['', '{}', '{"error":{"code":"ENOTFOUND"}}'])
    assert.deepEqual(judgeAdvisories(silence), { passed: true, says: 'not checked: no registry answered' });
});

test('a release is of a semantic version that the changelog tells of', () => {
  const version = versionIn(read('package.json'));
  assert.ok(isInChangelog(version, read('CHANGELOG.md')));
  assert.ok(!isInChangelog('9.9.9', read('CHANGELOG.md')));
  assert.throws(() => versionIn('{"version":"one"}'));
});
