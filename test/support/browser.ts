import axe from 'axe-core';
import type { Page } from 'playwright-core';

export { openBrowser } from '../../scripts/open-browser.ts';

/** What the accessibility checker finds wrong with a page, by WCAG 2.2 A and AA; one line each. */
export async function checkAccessibility(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source); // a script tag would be refused by the content security policy
  const violations: axe.Result[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ runOnly: rules, resultTypes: ['violations'] })}).then((found) => found.violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) => {
    const wrong = nodes.filter((node) => !isRadioThatOpens(id, node.html));
    const where = wrong.map(({ target }) => target.join(' ')).join(', ');
    return wrong.length === 0 ? [] : [`${id}: ${help} (${where})`];
  });
}

// ARIA has no way to say that a radio opens a question; govuk-frontend says it with aria-expanded, which screen
// readers read, and leaves this rule out of its own tests of radios.
function isRadioThatOpens(rule: string, element: string): boolean {
  return rule === 'aria-allowed-attr' && /type="radio"/.test(element) && /aria-expanded/.test(element);
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
