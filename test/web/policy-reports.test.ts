import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyReportsPath, takePolicyReports } from '../../src/web/policy-reports.ts';
import { securityHeaders } from '../../src/web/headers.ts';

const older =
  '{"csp-report":{"document-uri":"http://localhost/children/x","effective-directive":"script-src-elem"}}';
const newer =
  '[{"type":"csp-violation","body":{"effectiveDirective":"img-src","blockedURL":"https://evil.example"}}]';

function listen(now = { ms: 0 }) {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const take = takePolicyReports(
    (line) => void lines.push(line),
    () => new Date(now.ms),
  );
  const send = async (text: string): Promise<number> => (await take(asBytes(text))).status;
  return { lines, send };
}

async function* asBytes(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

test('every page says where its browser reports what the policy stopped', () => {
  const headers = securityHeaders('abc');
  assert.match(headers['content-security-policy'] ?? '', /report-uri \/policy-reports; report-to policy$/);
  assert.equal(headers['reporting-endpoints'], `policy="${policyReportsPath}"`);
});

test('a report of either form is a line with the directive, and no address of it', async () => {
  for (const report of [older, newer]) {
    const { lines, send } = listen();
    assert.equal(await send(report), 200);
    assert.deepEqual(lines.length, 1);
    assert.doesNotMatch(JSON.stringify(lines), /children|evil/);
  }
});

test('many reports are a line a minute, with how many there were', async () => {
  const now = { ms: 0 };
  const { lines, send } = listen(now);
  for (let sent = 0; sent < 50; sent += 1) await send(older);
  now.ms = 60_000;
  await send(newer);
  assert.deepEqual(
    lines.map(({ directive, reports }) => [directive, reports]),
    [
      ['script-src-elem', 1],
      ['img-src', 50],
    ],
  );
});

test('what is no report, and one without end, leaves no line', async () => {
  const { lines, send } = listen();
  for (const text of [
    '',
    '{}',
    'a'.repeat(10),
    `${older}${' '.repeat(70_000)}`,
    '{"effective-directive":"<script>"}',
  ])
    assert.equal(await send(text), 400);
  assert.deepEqual(lines, []);
});
