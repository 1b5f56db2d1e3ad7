import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { supportedChild } from './children.ts';
import { openJourneys } from './journey.ts';
import { askToOpen } from './page-objects/open-record.ts';
import { reasonPage } from './page-objects/reason.ts';
import { recordPage } from './page-objects/record.ts';

const { product, signedInTab } = await openJourneys({ after });
const child = await supportedChild(product);

test('no reason is chosen beforehand, and without one nothing is opened', async () => {
  const tab = await signedInTab('amina.khan');
  const asked = await askToOpen(tab, child);
  assert.deepEqual(await asked.chosen(), []);
  assert.match(await asked.whose(), new RegExp(child.name));

  await asked.open();
  const again = await reasonPage(tab);
  assert.deepEqual(await again.errors(), [
    'Select why you need to open this record',
    'Select who has agreed, or why nobody was asked',
  ]);

  await again.choose('I am arranging support for the child');
  await again.open();
  const oneLeft = await reasonPage(tab);
  assert.deepEqual(await oneLeft.errors(), ['Select who has agreed, or why nobody was asked']);
  assert.deepEqual(await oneLeft.chosen(), ['arranging support']);

  await oneLeft.choose('A parent or carer has agreed');
  await oneLeft.open();
  await recordPage(tab, child.name);
});

test('a record’s address without its form leads back to the question why', async () => {
  const tab = await signedInTab('amina.khan');
  await (await askToOpen(tab, child)).openFor('I am arranging support for the child', 'The child has agreed');
  await recordPage(tab, child.name);
  await tab.page.goto(tab.page.url());
  assert.deepEqual(await (await reasonPage(tab)).chosen(), []);
});

test('a record that was opened prints no child', async () => {
  const tab = await signedInTab('amina.khan');
  await (await askToOpen(tab, child)).openFor('I am arranging support for the child', 'The child has agreed');
  await recordPage(tab, child.name);
  await tab.page.emulateMedia({ media: 'print' });
  assert.equal(
    (await tab.page.locator('body').innerText()).trim(),
    'This page does not print, so that no child’s details are left on paper.',
  );
  assert.equal(await tab.page.locator('.app-contact:visible').count(), 0);
});
