import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Something that a scanner found: what docs/scan.md knows it by, how bad the scanner holds it to be, and its words. */
export type Finding = {
  readonly name: string;
  readonly severity: 'low' | 'medium' | 'high';
  readonly says: string;
};

/** What is scanned, as whom, and where the scanners may write. */
export type Target = {
  readonly url: string;
  readonly authority: string;
  readonly cookie: string;
  readonly folder: string;
  /** How long one scanner may take. */
  readonly seconds: number;
};

/** Where Debian puts them. */
export const scannerPrograms = ['/usr/bin/testssl', '/usr/bin/wapiti', '/usr/bin/sqlmap'];

/** testssl.sh: protocols, ciphers, certificate, headers and the known attacks on TLS. */
export async function scanTls({ url, authority, folder, seconds }: Target): Promise<readonly Finding[]> {
  const file = join(folder, 'testssl.json');
  const args = ['--quiet', '--color', '0', '--warnings', 'off', '--add-ca', authority, '--jsonfile', file];
  await run(
    '/usr/bin/testssl',
    [...args, ...tlsTests, '--nodns', 'min', url],
    folder,
    Math.max(seconds, 600),
  ); // cut off it tells nothing
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return listOf(found).flatMap((one) => {
    const severity = severities[wordOf(one, 'severity')];
    if (severity === undefined) return [];
    return [{ name: `testssl ${wordOf(one, 'id')}`, severity, says: wordOf(one, 'finding').slice(0, 120) }];
  });
}

// Protocols, ciphers, forward secrecy, the server's own choice and certificate, headers, and the known weaknesses; no simulated clients.
const tlsTests = ['-p', '-s', '-f', '-P', '-S', '-h', '-U'];

const severities: Readonly<Record<string, Finding['severity']>> = {
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'high',
  FATAL: 'high',
  WARN: 'medium', // what it could not find out is to be explained too
};

/** wapiti: follows the pages as somebody signed in and attacks each field and address, by its modules for what pages are. */
export async function scanPages({ url, cookie, folder, seconds }: Target): Promise<readonly Finding[]> {
  const file = join(folder, 'wapiti.json');
  const modules =
    'backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe';
  const times = ['--max-scan-time', `${seconds / 6}`, '--max-attack-time', `${seconds / 36}`];
  const kept = ['--store-session', folder, '--store-config', folder, '--flush-session'];
  const args = [
    '-u',
    `${url}/`,
    '-H',
    `Cookie: ${cookie}`,
    '-m',
    modules,
    '--verify-ssl',
    '0',
    '-x',
    `${url}/sign-out`,
  ];
  const said = ['-f', 'json', '-o', file, '-v', '0', '--no-bugreport'];
  writeFileSync(join(folder, 'sitecustomize.py'), patternsAsBefore);
  const printed = await run(
    '/usr/bin/wapiti',
    [...args, '-d', '6', ...times, ...kept, ...said],
    folder,
    2 * seconds,
  );
  if (!existsSync(file)) throw new Error(`wapiti did not come to its end: ${printed.slice(-400)}`);
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return findingsOf(report);
}

function findingsOf(report: unknown): readonly Finding[] {
  return ['vulnerabilities', 'anomalies'].flatMap((group) =>
    Object.entries(memberOf(report, group)).flatMap(([kind, found]) =>
      listOf(found).map((one): Finding => {
        const level = Number(Reflect.get(one, 'level'));
        return {
          name: `wapiti ${kind}`,
          severity: level >= 3 ? 'high' : level === 2 ? 'medium' : 'low',
          says: `${wordOf(one, 'method')} ${wordOf(one, 'path')}: ${wordOf(one, 'info')}`.slice(0, 160),
        };
      }),
    ),
  );
}

// Debian 12's wapiti has patterns that its Python 3.11 refuses, "(?i)" in their middle, and does not start without this.
const patternsAsBefore = `import re
own = re.compile
def compiled(pattern, flags=0):
    if isinstance(pattern, str) and "(?i)" in pattern[1:]:
        return own(pattern.replace("(?i)", ""), flags | re.I)
    return own(pattern, flags)
re.compile = compiled
`;

/** sqlmap: one form or address at a time, by every technique but those that write. */
export async function scanForSql(
  { url, cookie, folder, seconds }: Target,
  asked: { readonly path: string; readonly form?: string; readonly fields: string },
): Promise<readonly Finding[]> {
  const form = asked.form === undefined ? [] : ['--data', asked.form];
  const how = [
    '--batch',
    '--level',
    '2',
    '--risk',
    '1',
    '--technique',
    'BEUST',
    '--time-sec',
    '3',
    '--dbms',
    'PostgreSQL',
  ];
  const where = ['-u', `${url}${asked.path}`, ...form, '-p', asked.fields, '--cookie', cookie];
  const kept = [
    '--output-dir',
    folder,
    '--flush-session',
    '--disable-coloring',
    '--ignore-code',
    '400,403,404,429',
  ];
  const said = await run('/usr/bin/sqlmap', [...where, ...how, ...kept], folder, seconds);
  const isVulnerable = /is vulnerable|identified the following injection point/.test(said);
  if (!isVulnerable && /do not appear to be injectable|does not seem to be injectable/.test(said)) return [];
  const says = isVulnerable
    ? `${asked.path} can be injected into`
    : `${asked.path}: ${said.trim().split('\n').at(-2) ?? ''}`;
  return [{ name: isVulnerable ? 'sqlmap injection' : 'sqlmap unfinished', severity: 'high', says }];
}

// They are Python and shell, with a home of their own for what they keep. What is not done in time is told by what is missing.
async function run(
  program: string,
  args: readonly string[],
  folder: string,
  seconds: number,
): Promise<string> {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: folder,
    PYTHONPATH: folder,
    LC_ALL: 'C.UTF-8',
    TERM: 'dumb',
  };
  const child = spawn('/usr/bin/timeout', [`${seconds}`, program, ...args], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return `${out}${complained}`;
}

function listOf(value: unknown): readonly object[] {
  const isObject = (one: unknown): one is object => typeof one === 'object' && one !== null;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function memberOf(value: unknown, name: string): object {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'object' && member !== null ? member : {};
}

function wordOf(value: object, name: string): string {
  const word: unknown = Reflect.get(value, name);
  return typeof word === 'string' ? word : '';
}
