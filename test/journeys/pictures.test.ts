import { after, test } from 'node:test';
import { logActs } from '../support/usage.ts';
import { supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { findPage } from './page-objects/find-child.ts';
import { pictureOf } from './page-objects/picture.ts';
import { concern, reasonPage } from './page-objects/reason.ts';
import { resultsPage } from './page-objects/results.ts';

const { product, newTab, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);
const narrow = { viewport: { width: 1000, height: 700 } } as const;

test('the pictures for practitioners show the pages as they are', async () => {
  const ruth = await signedInTab('ruth.barlow', narrow);
  await pictureOf(ruth, 'children-i-work-with', 'Children I work with');
  const amina = await signedInTab('amina.khan', narrow);
  await amina.page.goto('/find');
  await (
    await findPage(amina)
  ).search({ ...child.typed, familyName: misspelt(child.typed.familyName ?? '') });
  await pictureOf(amina, 'results', '1 close match');
  await (await resultsPage(amina, '1 close match')).open(child.name);
  await pictureOf(amina, 'reason', 'Why do you need to open this record?');
  await (await reasonPage(amina)).openFor(...concern);
  await pictureOf(amina, 'record', `People and services supporting ${child.name}`);
});

test('the picture of the reviewers’ dashboard shows it with a week of looks', async () => {
  await lookForAWeek();
  const anna = await signedInTab('anna.whitfield', narrow);
  await anna.page.goto('/usage');
  await pictureOf(anna, 'dashboard', 'How records are used');
});

test('the pictures for administrators, record keepers and families show the pages as they are', async () => {
  for (const [userName, address, name, title] of staffPages) {
    const tab = await signedInTab(userName, narrow);
    await tab.page.goto(address);
    await pictureOf(tab, name, title);
  }
  const anybody = await newTab(narrow);
  await anybody.page.goto('/for-families');
  await pictureOf(anybody, 'for-families', 'For children and parents');
});

const staffPages = [
  ['peter.lowe', '/people', 'people', 'People'],
  ['peter.lowe', '/access-review', 'access-review', 'Access review'],
  ['rachel.stone', '/batches', 'files-that-came', 'Files that came'],
] as const;

// A letter is lost, as in what is heard on the telephone.
function misspelt(familyName: string): string {
  return familyName.slice(0, 2) + familyName.slice(3);
}

/** Looks of one user, most of them in the hours of work. */
async function lookForAWeek(): Promise<void> {
  const [row] = await product.sql(`select account_id from account where user_name = 'daniel.hughes'`);
  const account = Number(row?.[0]);
  const hours = [
    7, 8, 8, 9, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 19, 22,
  ];
  await logActs(
    product.database,
    hours.map((hour) => ({
      account,
      act: 'open child record',
      at: `2026-11-${String(17 + (hour % 6)).padStart(2, '0')}T${String(hour).padStart(2, '0')}:20:00Z`,
      children: [child.childId],
      reason: 'arranging support',
      footing: 'child agreed',
    })),
  );
}
