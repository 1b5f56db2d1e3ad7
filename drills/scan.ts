import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Figures, NamedCommand } from '../scripts/named-command.ts';
import { openBrowser } from './support/browser.ts';
import { notHere } from './support/debian.ts';
import { haproxyProgram, startBalancer } from './support/haproxy.ts';
import { peopleFor, type Person } from './support/people.ts';
import { freePort, startParts, type PartedProduct } from './support/product.ts';
import {
  scanForSql,
  scannerPrograms,
  scanPages,
  scanTls,
  type Finding,
  type Target,
} from './support/scanners.ts';

/** `npm run drill -- scan`: Debian's scanners against the running service. */
export const scanDrill: NamedCommand = {
  name: 'scan',
  summary:
    'testssl.sh, wapiti and sqlmap against the running service: every finding is explained in docs/scan.md',
  help: `npm run drill -- scan [--seconds N] [--json]

Starts the product behind HAProxy with the configuration of deploy/ and a certificate of the drill's own, and lets Debian's scanners at it:
testssl.sh at TLS, wapiti at all pages as somebody signed in, sqlmap at the forms that ask the database. Each finding of medium or above
must be explained in docs/scan.md by its name, and no answer may be a 5xx.

  --seconds N   how long each scanner may take (900); sqlmap as long for each of its forms
  --children N  invented children (2000)`,
  options: { seconds: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    const missing = notHere([...scannerPrograms, haproxyProgram]);
    if (missing.length > 0) throw new Error(`Not on this machine: ${missing.join(', ')}. See docs/drills.md`);
    const folder = mkdtempSync(join(tmpdir(), 'contactpoint-scan-'));
    asked.say('Making invented children');
    const operationsPort = await freePort();
    const product = await startParts(asked.number('children', 2_000), {
      OPERATIONS_PORT: String(operationsPort),
      TRUSTED_PROXIES: '127.0.0.1',
    });
    try {
      return await drill(product, operationsPort, folder, asked);
    } finally {
      await product.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function drill(
  product: PartedProduct,
  operationsPort: number,
  folder: string,
  asked: Asked,
): Promise<Figures | undefined> {
  const browser = openBrowser(product.port);
  const next = await peopleFor(product.sql, browser, 200);
  browser.close();
  const certificate = makeCertificate(folder);
  const balancer = await startBalancer({
    web: [product.port, await freePort()],
    certificate: certificate.file,
  });
  const seconds = asked.number('seconds', 900);
  const url = `https://localhost:${balancer.port}`;
  const target = (person: Person): Target => ({
    url,
    authority: certificate.authority,
    cookie: person.cookie,
    folder,
    seconds,
  });
  try {
    const found = [
      ...(await told('testssl.sh', asked, () => scanTls(target(next())))),
      ...(await told('wapiti', asked, () => scanPages(target(next())))),
      ...(await scanForms(target, next, asked)),
    ];
    return await judge(found, operationsPort);
  } finally {
    await balancer.stop();
  }
}

async function scanForms(
  target: (person: Person) => Target,
  next: () => Person,
  asked: Asked,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { path, form, fields } of forms) {
    for (let spare = 0; spare < 12; spare += 1) next(); // somebody whose budget is untouched
    const person = next();
    const sent = form?.replace('TOKEN', person.formToken);
    const scan = { path, fields, ...(sent !== undefined && { form: sent }) };
    found.push(...(await told(`sqlmap at ${path}`, asked, () => scanForSql(target(person), scan))));
  }
  return found;
}

// What asks the database with what somebody typed.
const forms: readonly { readonly path: string; readonly form?: string; readonly fields: string }[] = [
  {
    path: '/searches',
    form: 'form-token=TOKEN&familyName=Ashworth&givenName=Adam&dateOfBirth-day=1&dateOfBirth-month=2&dateOfBirth-year=2015&postcode=BL1+1AA',
    fields: 'familyName,givenName,dateOfBirth-year,postcode',
  },
  {
    path: '/sign-in',
    form: 'form-token=TOKEN&user-name=amina.khan&password=wrong+password&pin=135790',
    fields: 'user-name,password,pin',
  },
  { path: '/calls', form: 'form-token=TOKEN&reference=ABCD-EFGH-JKLM', fields: 'reference' },
  { path: '/?page=1', fields: 'page' },
];

async function told(
  what: string,
  asked: Asked,
  scan: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const began = performance.now();
  const found = await scan();
  asked.say(`${what}: ${found.length} findings in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  for (const { name, severity, says } of found) asked.say(`  ${name} (${severity}): ${says}`);
  return found;
}

async function judge(found: readonly Finding[], operationsPort: number): Promise<Figures | undefined> {
  const explained = readFileSync(new URL('../docs/scan.md', import.meta.url), 'utf8');
  const worth = found.filter(({ severity }) => severity !== 'low');
  const unexplained = worth.filter(({ name }) => !explained.includes(`| \`${name}\` |`));
  const answered = await answersOf(operationsPort);
  const figures = {
    findings: found.length,
    mediumOrAbove: worth.length,
    kinds: [...new Set(found.map(({ name, severity }) => `${name} (${severity})`))],
    unexplained: unexplained.length,
    requests: answered.all,
    serverErrors: answered.broken,
  };
  for (const { name, says } of unexplained) process.stderr.write(`Not explained: ${name}: ${says}\n`);
  if (unexplained.length === 0 && answered.broken === 0 && answered.all > 0) return figures;
  process.stderr.write(`It did not hold: ${JSON.stringify(figures)}\n`);
  return undefined;
}

// By route and status, as the process counted them itself.
async function answersOf(operationsPort: number): Promise<{ readonly all: number; readonly broken: number }> {
  const answer = await fetch(`http://127.0.0.1:${operationsPort}/metrics`);
  let [all, broken] = [0, 0];
  for (const line of (await answer.text()).split('\n')) {
    const [, status, count] =
      /^contactpoint_request_seconds_count\{.*status="(\d+)"\} (\d+)/.exec(line) ?? [];
    all += Number(count ?? 0);
    if (Number(status) < 500 || status === undefined) continue;
    broken += Number(count);
    process.stderr.write(`${line}\n`);
  }
  return { all, broken };
}

/** An authority of the drill's own, and a certificate of it with its key in one file, as HAProxy takes them. */
function makeCertificate(folder: string): { readonly file: string; readonly authority: string } {
  const here = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('/usr/bin/openssl', args, { stdio: 'ignore', cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(here('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-days',
    '3650',
    '-subj',
    '/CN=Drill',
  );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  const signs = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '300'];
  openssl('x509', '-req', '-in', 'server.csr', ...signs, '-extfile', 'names', '-out', 'server.pem');
  const parts = ['server.pem', 'authority.pem', 'server.key'].map((name) => readFileSync(here(name), 'utf8'));
  writeFileSync(here('both.pem'), parts.join(''), { mode: 0o600 });
  return { file: here('both.pem'), authority: here('authority.pem') };
}
