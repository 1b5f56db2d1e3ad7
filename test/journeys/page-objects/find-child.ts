import { errorsOn, expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** What is typed into the boxes, where anything is. */
export type Typed = {
  readonly givenName?: string;
  readonly familyName?: string;
  /** "27 3 2014": into the three boxes, as far as it goes. */
  readonly born?: string;
  readonly yearBorn?: string;
  readonly number?: string;
  readonly postcode?: string;
  readonly gender?: 'Female' | 'Male' | 'Not specified';
};

/** The page that asks whom to find. */
export async function findPage(tab: Tab) {
  await expectPage(tab, 'Find a child');
  return {
    errors: () => errorsOn(tab),
    typed: () => typedOn(tab),
    search: (typed: Typed) => typeAndSearch(tab, typed),
  };
}

/** Fills the form, on its own page or under the results, and sends it. */
export async function typeAndSearch({ page }: Tab, typed: Typed): Promise<void> {
  const [day = '', month = '', year = ''] = (typed.born ?? '').split(' ');
  await page.getByLabel('Given name').fill(typed.givenName ?? '');
  await page.getByLabel('Family name').fill(typed.familyName ?? '');
  await page.getByLabel('Day').fill(day);
  await page.getByLabel('Month').fill(month);
  await page.getByLabel('Year').fill(typed.yearBorn ?? year);
  const { number, postcode, gender } = typed;
  if (number !== undefined || postcode !== undefined || gender !== undefined) await openMore(page);
  if (number !== undefined) await page.getByLabel('NHS number').fill(number);
  if (postcode !== undefined) await page.getByLabel('Postcode').fill(postcode);
  if (gender !== undefined) await page.getByLabel(gender, { exact: true }).check();
  await page.getByRole('button', { name: 'Find a child' }).click();
}

async function openMore(page: Tab['page']): Promise<void> {
  const more = page.getByText('I have a number, a postcode or the gender');
  if (!(await page.getByLabel('Postcode').isVisible())) await more.click();
}

async function typedOn({ page }: Tab): Promise<Typed> {
  const value = (label: string): Promise<string> => page.getByLabel(label).inputValue();
  const born = await Promise.all(['Day', 'Month', 'Year'].map(value));
  return {
    givenName: await value('Given name'),
    familyName: await value('Family name'),
    born: born.join(' '),
    number: await value('NHS number'),
    postcode: await value('Postcode'),
  };
}
