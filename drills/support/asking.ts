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

/** What a page says, without what differs from one answer to the next, whoever is found and whoever asks. */
export function shapeOf({ status, body }: Answer): string {
  const [title = ''] = /<title>.*<\/title>/.exec(body) ?? [];
  const [main = ''] = /<main[\s\S]*<\/main>/.exec(body) ?? [];
  const said = main
    .replaceAll(/(?:\/|%2F)(?:children|searches)(?:\/|%2F)[\w-]+/g, '')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f ]{32,}/g, '') // the receipt of this look
    .replaceAll(/name="form-token" value="[^"]*"/g, '');
  return `${status} ${title} ${said}`;
}
