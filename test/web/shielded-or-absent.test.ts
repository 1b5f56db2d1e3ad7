import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, shapeOf } from '../../drills/support/asking.ts';
import { openBrowser } from '../../drills/support/browser.ts';
import { childrenAtHome, forgetHomes, shield, takeAway, unshield } from '../../drills/support/children.ts';
import { searchByName, type Sought, type Typed } from '../../drills/support/searches.ts';
import { openProduct } from '../support/product.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';

// The same comparison as `npm run drill -- shielded-timing` makes, which also asks whether the time of an answer tells.
const product = await openProduct({ after });
const browser = openBrowser(Number(new URL(product.url).port));
after(() => browser.close());
const nurse = await sessionOf(product, 'amina.khan');
const { 'form-token': formToken } = await tokenOf(nurse);
const children = await childrenAtHome(product.sql, 1);

test('by place, the page for a shielded child is the page for a child who is not here', async () => {
  const some = children.slice(0, 8);
  const typed = (child: Sought): Typed => ({ ...searchByName(child), postcode: child.postcode });
  const found = await shapesOf(some, typed);
  await shield(product.sql, some);
  const shielded = await shapesOf(some, typed);
  await takeAway(product.sql, some);
  assert.deepEqual(await shapesOf(some, typed), shielded);
  assert.ok(found.every((shape, at) => shape !== shielded[at]));
});

test('by name, the page for a shielded child is the page for one of no known address', async () => {
  const some = children.slice(8, 16);
  const found = await shapesOf(some, searchByName);
  await shield(product.sql, some);
  const shielded = await shapesOf(some, searchByName);
  await unshield(product.sql, some);
  await forgetHomes(product.sql, some);
  assert.deepEqual(await shapesOf(some, searchByName), shielded);
  assert.ok(found.every((shape, at) => shape !== shielded[at]));
});

async function shapesOf(
  some: readonly Sought[],
  typed: (child: Sought) => Typed,
): Promise<readonly string[]> {
  await product.sql('delete from account_day'); // each time as if it were another day
  const shapes: string[] = [];
  for (const child of some) {
    const cookie = [...nurse.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    shapes.push(shapeOf(await ask(browser, { cookie, formToken: formToken ?? '' }, typed(child))));
  }
  return shapes;
}
