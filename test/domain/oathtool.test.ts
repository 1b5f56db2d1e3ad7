import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { codeAt, stepAt } from '../../src/domain/one-time-code.ts';

const isInstalled = spawnSync('oathtool', ['--version']).status === 0;
const absent = 'oathtool is not installed: on Debian, apt-get install oathtool';

test('oathtool agrees on the codes of 1,000 random seeds', { skip: isInstalled ? false : absent }, () => {
  const drawn = Array.from({ length: 1000 }, () => ({
    seed: randomBytes(20),
    at: new Date(randomInt(1_000_000_000, 4_000_000_000) * 1000),
  }));
  const lines = drawn.map(({ seed, at }) => {
    const now = at.toISOString().replace('T', ' ').replace('.000Z', ' UTC');
    return `oathtool --totp=sha1 --digits=6 --time-step-size=30s --now='${now}' ${seed.toString('hex')}`;
  });
  const told = execFileSync('sh', { input: lines.join('\n'), encoding: 'utf8' })
    .trim()
    .split('\n');
  assert.deepEqual(
    told,
    drawn.map(({ seed, at }) => codeAt(seed, stepAt(at))),
  );
});
