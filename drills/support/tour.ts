import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../scripts/open-browser.ts';
import { practiceSecrets } from './signing-in.ts';

type Code = (user: string) => string;

/** README's five minutes by role, in a browser, a new one for each; answers how many pages were seen on the way. */
export async function tourByRole(
  url: string,
  readme: string,
  code: Code,
  say: (line: string) => void,
): Promise<number> {
  const named = [...readme.matchAll(/^\d\. \*\*(.+?)\*\*, `([\w.]+)`/gm)].map(([, role = '', user = '']) => [
    role,
    user,
  ]);
  assert.deepEqual(
    named.map(([role]) => role),
    ['Nurse', 'Record keeper', 'Administrator', 'Reviewer', 'Mother'].filter((role) =>
      readme.includes(`**${role}**`),
    ),
  );
  const browser = await openBrowser();
  const tour = { browser, url, code, seen: 0 };
  try {
    await asNurse(tour);
    say('nurse: found a child by a misspelt name, and read a number');
    await asRecordKeeper(tour);
    say('record keeper: saw the files that came');
    await asAdministrator(tour);
    say('administrator: saw whose training runs out, and began to propose somebody');
    await asReviewer(tour);
    say('reviewer: saw three charts, and the cases');
    return tour.seen;
  } finally {
    await browser.close();
  }
}

type Tour = { readonly browser: Browser; readonly url: string; readonly code: Code; seen: number };

async function asNurse(tour: Tour): Promise<void> {
  const ruth = await signIn(tour, 'ruth.barlow');
  const text = await ruth.locator('.app-result').first().innerText();
  const [name = ''] = text.split('\n');
  const [, day = '', month = '', year = ''] = /(\d+) (\w+) (\d{4})/.exec(text) ?? [];
  const family = name.trim().split(' ').at(-1) ?? '';
  const page = await signIn(tour, 'amina.khan');
  for (const [familyName, title] of [
    [family, /match/],
    [`${family.slice(0, 2)}${family.slice(3)}`, /match/],
  ] as const) {
    await page.goto(`${tour.url}/find`);
    await page.getByLabel('Family name').fill(familyName);
    await page.getByLabel('Day').fill(day);
    await page.getByLabel('Month').fill(month);
    await page.getByLabel('Year').fill(year);
    await page.getByRole('button', { name: 'Find a child' }).click();
    await expectTitle(page, title);
  }
  await page
    .locator('.app-result')
    .filter({ hasText: name.trim() })
    .getByRole('button', { name: 'Open' })
    .click();
  await expectTitle(page, /Why do you need/);
  await page.getByLabel('I am concerned about the child').check();
  await page.getByLabel('The child has agreed').check();
  await page.getByRole('button', { name: 'Open record' }).click();
  await expectTitle(page, /People and services supporting/);
  assert.ok((await page.locator('a[href^="tel:"]').count()) > 0, 'no number to ring');
}

async function asRecordKeeper(tour: Tour): Promise<void> {
  const page = await signIn(tour, 'rachel.stone');
  await page.getByRole('link', { name: 'Files that came' }).first().click();
  await expectTitle(page, /Files that came/);
  await page.goto(`${tour.url}/desk`);
  await expectTitle(page, /Desk/);
}

async function asAdministrator(tour: Tour): Promise<void> {
  const page = await signIn(tour, 'peter.lowe');
  await page.getByRole('link', { name: 'People', exact: true }).first().click();
  await expectTitle(page, /People/);
  assert.match(await page.locator('main').innerText(), /Next lapse/);
  await page.getByRole('button', { name: 'Propose somebody' }).click();
  await expectTitle(page, /Propose somebody/);
}

async function asReviewer(tour: Tour): Promise<void> {
  const page = await signIn(tour, 'anna.whitfield');
  await page.getByRole('link', { name: 'How records are used' }).first().click();
  await expectTitle(page, /How records are used/);
  for (const heading of ['Looks by hour', 'What was found', 'Time to an outcome'])
    assert.equal(await page.getByRole('heading', { name: heading }).count(), 1);
  await page.getByRole('link', { name: 'Cases' }).first().click();
  await expectTitle(page, /Cases/);
}

/** Through the card of the sign-in page, with the password and PIN of README, and the code of its command. */
async function signIn(tour: Tour, user: string): Promise<Page> {
  const context = await tour.browser.newContext();
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on('load', () => (tour.seen += 1));
  await page.goto(`${tour.url}/sign-in`);
  assert.ok((await page.locator('main').innerText()).includes(user), `no card for ${user}`);
  await page.getByLabel('User name').fill(user);
  await page.locator('#password').fill(practiceSecrets.password);
  await page.locator('#pin').fill(practiceSecrets.pin);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Security code').fill(tour.code(user));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${tour.url}/`);
  return page;
}

async function expectTitle(page: Page, title: RegExp): Promise<void> {
  await page.waitForFunction(`${title}.test(document.title)`);
}
