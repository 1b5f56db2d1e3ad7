import type { Reply } from './reply.ts';

/** Where browsers say that a page tried what its policy forbids (ASVS 5.0: 3.4.7). */
export const policyReportsPath = '/policy-reports';

type Log = (line: Readonly<Record<string, unknown>>) => void;

const longest = 65_536; // bytes: browsers send a few hundred
const quiet = 60_000; // ms between two lines: anybody can send reports, and the log is not theirs to fill

/** Takes reports: the log gets which directive was broken and how often, a line a minute at most, and nothing else of what was sent. */
export function takePolicyReports(
  log: Log,
  now: () => Date,
): (bytes: AsyncIterable<Uint8Array>) => Promise<Reply> {
  let toldAt = -quiet;
  let since = 0;
  return async (bytes) => {
    const directive = directiveIn(await beginningOf(bytes));
    if (directive === undefined) return plainReply(400, 'That is no report of a browser.');
    since += 1;
    if (now().getTime() - toldAt >= quiet) {
      log({ level: 'warn', event: 'content policy broken', directive, reports: since });
      [toldAt, since] = [now().getTime(), 0];
    }
    return plainReply(200, 'noted');
  };
}

// Of the whole report only the directive's name is wanted, which both forms of a report have: nothing else is read.
function directiveIn(report: string): string | undefined {
  const named = /"(?:effective-directive|effectiveDirective|violated-directive)"\s*:\s*"([a-z-]{3,40})[" ]/;
  return named.exec(report)?.[1];
}

async function beginningOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > longest) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function plainReply(status: 200 | 400, body: string): Reply {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return { status, body, headers, cookies: [] };
}
