import type { Answer, Browser } from './browser.ts';
import type { Person } from './people.ts';
import type { Typed } from './searches.ts';

/** Makes one search as a person does; answers the page of its results. */
export async function ask(browser: Browser, person: Person, typed: Typed): Promise<Answer> {
  const { day, month, year, ...others } = typed;
  const date = { 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
  const form = { 'form-token': person.formToken, ...others, ...date };
  const taken = await browser.post('/searches', person.cookie, form);
  if (taken.status !== 303 || taken.location === undefined)
    throw new Error(`A search was answered ${taken.status}`);
  const list = await browser.get(taken.location, person.cookie);
  if (list.status !== 200) throw new Error(`A list was answered ${list.status}`);
  return list;
}

/** A page without what differs from one answer to the next, whoever is found: nonces, tokens, who asks, and the clock. */
export function shapeOf({ body }: Answer): string {
  return body
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/(?:\/|%2F)(?:children|searches)(?:\/|%2F)[\w-]+/g, '')
    .replaceAll(/http-equiv="refresh" content="\d+/g, '')
    .replaceAll(/name="form-token" value="[^"]*"/g, '')
    .replace(/<header[\s\S]*?<\/header>/, '');
}
