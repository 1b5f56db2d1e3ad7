import type { EnrolmentTyped } from '../../../src/domain/enrolment.ts';
import type { TypedDay } from '../../../src/domain/typed-day.ts';
import { errorsOn, expectPage } from './expect-page.ts';
import type { Tab } from './tab.ts';

/** Any page of administration, by its title. */
export async function administrationPage(tab: Tab, title: string) {
  await expectPage(tab, title);
  const { page } = tab;
  return {
    says: () => page.locator('main').innerText(),
    errors: () => errorsOn(tab),
    enter: async (boxes: Readonly<Record<string, string>>) => {
      for (const [name, value] of Object.entries(boxes)) await page.locator(`[name="${name}"]`).fill(value);
    },
    choose: (name: string, value: string) => page.locator(`select[name="${name}"]`).selectOption(value),
    tick: (label: string) => page.getByLabel(label).check(),
    press: (name: string) => page.getByRole('button', { name }).first().click(),
    follow: (words: string) => page.locator('main a', { hasText: words }).first().click(),
  };
}

/** Fills the form that proposes somebody. */
export async function typeEnrolment({ page }: Tab, typed: EnrolmentTyped): Promise<void> {
  const { role, team, trainingCourse, vettedOn, trainedOn, dateOfBirth, ...boxes } = typed;
  for (const [name, value] of Object.entries(boxes)) await page.locator(`input[name="${name}"]`).fill(value);
  await page.locator('select[name="role"]').selectOption(role);
  if (team !== '') await page.locator('select[name="team"]').selectOption(team);
  await page.locator('select[name="trainingCourse"]').selectOption(trainingCourse);
  await typeDay(page, 'vettedOn', vettedOn);
  await typeDay(page, 'trainedOn', trainedOn);
  await typeDay(page, 'dateOfBirth', dateOfBirth);
}

async function typeDay(page: Tab['page'], name: string, { day, month, year }: TypedDay): Promise<void> {
  for (const [part, value] of Object.entries({ day, month, year }))
    await page.locator(`#${name}-${part}`).fill(value);
}
