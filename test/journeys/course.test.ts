import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkFor, courseFor } from '../../src/domain/course/course.ts';
import { openJourneys, phone } from './journey.ts';
import { administrationPage } from './page-objects/administration.ts';

const { newTab, signedInTab } = await openJourneys({ after });
const shots = process.env['SHOTS'];

test('a nurse reads the course on her phone, passes its check, and gets a certificate', async () => {
  const amina = await signedInTab('amina.khan', phone);
  await amina.page.goto('/course');
  const course = await administrationPage(amina, 'Learn to use ContactPoint');
  const parts = courseFor('hospital nurse');
  await course.follow(parts[0]?.title ?? '');
  for (const part of parts) {
    const page = await administrationPage(amina, part.title);
    await page.press('Check my answer');
    assert.equal((await (await administrationPage(amina, part.title)).errors()).length, 1);
    await page.tick(part.question.answers[part.question.right]);
    await page.press('Check my answer');
    assert.match(await (await administrationPage(amina, part.title)).says(), /That is right\./);
    if (shots !== undefined && part.exercise !== undefined)
      await amina.page.screenshot({ path: `${shots}/course-${part.id}.png`, fullPage: true });
    await page.follow(part === parts.at(-1) ? 'Go to the check' : 'Next:');
  }
  const check = await administrationPage(amina, 'The check');
  await check.press('Send my answers');
  const questions = checkFor('hospital nurse');
  assert.equal((await (await administrationPage(amina, 'The check')).errors()).length, questions.length);
  for (const { box, question } of questions)
    await amina.page.locator(`input[name="${box}"][value="${question.right}"]`).check();
  await check.enter({ fullName: 'Nora Abbott' });
  await check.press('Send my answers');
  const passed = await administrationPage(amina, 'The check is passed');
  assert.match(await passed.says(), /12 of 12/);
  assert.match(await passed.says(), /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  if (shots !== undefined)
    await amina.page.screenshot({ path: `${shots}/course-passed.png`, fullPage: true });
});

test('nobody learns without signing in', async () => {
  const tab = await newTab();
  await tab.page.goto('/course');
  await tab.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});
