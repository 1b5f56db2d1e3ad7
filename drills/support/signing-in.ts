import type { Browser } from './browser.ts';
import type { Sql } from './installation.ts';

/** What README tells of every invented user. */
export const practiceSecrets = { password: 'bolton practice copy', pin: '350350' } as const;

/** What is typed on the first page; a way to be wrong may carry more. */
export type Typed = { readonly userName: string; readonly password: string; readonly pin: string };

/** Both pages of signing in; how long they took together in ms, and what the second was answered. */
export async function tryOnce(browser: Browser, { userName, password, pin }: Typed, code: string) {
  const page = await browser.get('/sign-in', '');
  const token = /name="form-token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const visit = page.cookies.join('; ');
  const factors = { 'form-token': token, 'user-name': userName, password, pin };
  const first = await browser.post('/sign-in', visit, factors);
  const cookie = [visit, ...first.cookies].join('; ');
  const verdict = await browser.post('/sign-in/code', cookie, { 'form-token': token, code });
  return { ms: first.ms + verdict.ms, status: verdict.status, body: verdict.body };
}

/** Nobody is throttled but the one who is to be: each try is judged as though it were the first for a while. */
export async function letTryAgain(sql: Sql, lockedSubject: string): Promise<void> {
  await sql('delete from sign_in_throttle where subject <> $1', [lockedSubject]);
  await sql(
    'update sign_in_throttle set window_began_at = now(), guesses_in_window = 10, failures_in_a_row = 10',
  );
}
