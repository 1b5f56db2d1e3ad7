import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { matchNow } from '../support/feed-door.ts';
import { openJourneys, phone } from './journey.ts';
import { administrationPage } from './page-objects/administration.ts';
import type { Tab } from './page-objects/tab.ts';

const { product, signedInTab } = await openJourneys({ after });
const shots = process.env['SHOTS'];
const [school] = await product.sql(
  `select name, register_code from organisation where kind = 'school' order by name limit 1`,
);
const schoolName = school?.[0] ?? '';
const urn = school?.[1] ?? '';
const header = 'School URN,Pupil number,Family name,Given names,Date of birth,Postcode,Notes';

// Family and given names that nobody would take for one another's.
const pupils = [
  [
    'Northcott,Ada',
    'Brambley,Ben',
    'Fairholt,Chloe',
    'Quennell,Dylan',
    'Ashdown,Edith',
    'Merriweather,Felix',
  ],
  ['Tolliver,Grace', 'Hexham,Harry', 'Yarrow,Isla', 'Pettigrew,Jude', 'Lockwood,Kezia', 'Osgood,Liam'],
  ['Vickery,Mabel', 'Underhay,Noah', 'Cresswell,Olive', 'Zouch,Percy', 'Inskip,Quinn', 'Dunmore,Rosa'],
  ['Rutland,Silas', 'Jarrold,Tessa', 'Winstone,Umar', 'Gaskell,Violet', 'Eddowes,Wilf', 'Kilburn,Zara'],
].flat();

test('the office makes a school a supplier, and its machine gets a secret that is shown once', async () => {
  const joan = await signedInTab('joan.mistry');
  await joan.page.goto('/organisations?kind=school');
  await (await administrationPage(joan, 'Organisations')).follow(schoolName);
  await (await administrationPage(joan, schoolName)).follow('Make it a supplier of files');
  const form = await administrationPage(joan, 'Make it a supplier');
  await form.press('Make it a supplier');
  assert.deepEqual(await (await administrationPage(joan, 'Make it a supplier')).errors(), [
    'Enter the name of the supplier',
    'Enter a code of 3 to 40 small letters, digits and hyphens, like st-marys-census',
    'Select whose word its word is',
    'Select at least one format',
    'Select at least one field',
  ]);
  await shoot(joan, 'new-supplier');
  await form.enter({ name: 'Pupils of our school', code: 'our-school', everyDays: '30', knownAtLeast: '0' });
  await form.tick('A school: first on school');
  await form.tick('Short file of an independent school (CSV)');
  for (const field of ['School', 'Address', 'UPN'])
    await joan.page
      .getByRole('group', { name: /What may it say/ })
      .getByLabel(field, { exact: true })
      .check();
  await form.press('Make it a supplier');
  const supplier = await administrationPage(joan, 'Pupils of our school');
  assert.match(await supplier.says(), /more than 5 % of its rows are refused/);
  await shoot(joan, 'supplier');
  await supplier.press('Make a credential');
  const made = await administrationPage(joan, 'The new credential');
  const secret = await joan.page.locator('.app-secret').innerText();
  assert.match(secret, /^[\w-]{43}$/);
  await shoot(joan, 'credential');
  await made.follow('I have kept it');
  const shown = await administrationPage(joan, 'Pupils of our school');
  assert.ok(!(await shown.says()).includes(secret));
  await shown.press('End');
  assert.match(await (await administrationPage(joan, 'Pupils of our school')).says(), /Ended/);
});

test('a record keeper brings a school’s file, watches it, and sees what came of each row', async () => {
  const rachel = await signedInTab('rachel.stone');
  await rachel.page.goto('/suppliers');
  await (await administrationPage(rachel, 'Suppliers')).follow('Pupils of our school');
  await (await administrationPage(rachel, 'Pupils of our school')).follow('Bring a file');
  const form = await administrationPage(rachel, 'Bring a file');
  await form.press('Bring the file');
  assert.deepEqual(await (await administrationPage(rachel, 'Bring a file')).errors(), ['Choose a file']);
  const lines = [
    ...pupils.map(
      (name, at) => `${urn},P${at},${name},20${10 + (at % 6)}-0${1 + (at % 9)}-${10 + (at % 18)},BL1 1AA,x`,
    ),
    `${urn},P99,Northcott,Ada,1990-01-01,BL1 1AA,x`,
  ];
  await bring(rachel, [header, ...lines].join('\r\n'));
  await rachel.page.waitForURL(/\/batches\//);
  const waiting = await administrationPage(rachel, titleOf(1));
  assert.match(await waiting.says(), /Read whole\. It waits for its turn to be matched\./);
  await shoot(rachel, 'waiting');
  await matchNow(product);
  await waiting.follow('Show how far it is now');
  const done = await administrationPage(rachel, titleOf(1));
  const says = await done.says();
  for (const row of [
    /Rows read\s+25/,
    /New children\s+24/,
    /Refused\s+1/,
    /line 26/,
    /Fields that came and were dropped/,
  ])
    assert.match(says, row);
  await shoot(rachel, 'done');
  const downloading = rachel.page.waitForEvent('download');
  await done.follow('Download all refused rows');
  const saved = await (await downloading).path();
  assert.match(await readFile(saved, 'utf8'), /^row,place,element,reason,wanted\r\n25,line 26,/);
});

test('the same file again is told so; a file with too many faults is stopped, on a phone too', async () => {
  const rachel = await signedInTab('rachel.stone', phone);
  await toForm(rachel);
  const same = `${header}\r\n${urn},P500,Eastcott,Ben,2015-01-02,BL1 1AA,x\r\n`;
  await bring(rachel, same);
  await rachel.page.waitForURL(/\/batches\//);
  await matchNow(product);
  await toForm(rachel);
  await bring(rachel, same);
  await rachel.page.waitForURL(/\/batches\//);
  assert.match(await mainOf(rachel), /The same file came before/);
  await shoot(rachel, 'same');
  await toForm(rachel);
  const broken = Array.from({ length: 30 }, (_, at) => `${urn},Q${at},Westcott,Cy,30/02/2015,BL1 1AA,x`);
  await bring(rachel, [header, ...broken].join('\n'));
  await rachel.page.waitForURL(/\/batches\//);
  await matchNow(product);
  await rachel.page.reload();
  const says = await mainOf(rachel);
  assert.match(says, /This file was stopped\. Too many rows were refused\..*100 % of its rows were refused/);
  assert.match(says, /No child’s record was touched/);
  await shoot(rachel, 'stopped');
  await rachel.page.goto('/batches');
  const list = await administrationPage(rachel, 'Files that came');
  assert.match(await list.says(), /Stopped/);
  await shoot(rachel, 'batches');
  await rachel.page.goto('/suppliers');
  await administrationPage(rachel, 'Suppliers');
  await shoot(rachel, 'suppliers');
});

async function toForm(tab: Tab): Promise<void> {
  await tab.page.goto('/suppliers');
  await (await administrationPage(tab, 'Suppliers')).follow('Pupils of our school');
  await (await administrationPage(tab, 'Pupils of our school')).follow('Bring a file');
  await administrationPage(tab, 'Bring a file');
  await shoot(tab, 'bring');
}

async function bring({ page }: Tab, file: string): Promise<void> {
  const buffer = Buffer.from(file);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'pupils.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Bring the file' }).click();
}

function titleOf(batchId: number): string {
  return `Batch ${batchId}`;
}

async function mainOf({ page }: Tab): Promise<string> {
  return page.locator('main').innerText();
}

// Only for looking at the pages: SHOTS=folder.
async function shoot({ page }: Tab, name: string): Promise<void> {
  const width = page.viewportSize()?.width;
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
}
