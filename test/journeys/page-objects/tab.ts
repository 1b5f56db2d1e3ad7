import type { ConsoleMessage, Page, Response } from 'playwright-core';

/** A tab that is watched: what it complained of, and how many pages it loaded. */
export type Tab = {
  readonly page: Page;
  /** Whether pages may run script here: the accessibility checker is one. */
  readonly hasScript: boolean;
  /** Errors of scripts, breaches of the content security policy, and whatever was asked for and did not come. */
  readonly complaints: readonly string[];
  /** Navigations of the tab itself; a redirect is part of the one that it ends. */
  readonly loads: () => number;
};

/** Watches a tab from its first page on. */
export function watch(page: Page, hasScript: boolean): Tab {
  const complaints: string[] = [];
  let loads = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1;
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isOwnStatus(message))
      complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => void complaints.push(message));
  page.on('requestfailed', (request) => {
    const isUnused = !hasScript && request.url().endsWith('.js');
    if (!isUnused && !request.isNavigationRequest()) complaints.push(`${request.url()} did not come`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !isPage(response))
      complaints.push(`${response.url()}: ${response.status()}`);
  });
  return { page, hasScript, complaints, loads: () => loads };
}

// Chromium writes an error of its own for every page that answers 400 or more, as a page with a fault should.
function isOwnStatus(message: ConsoleMessage): boolean {
  return message.text().startsWith('Failed to load resource: the server responded with a status of 4');
}

function isPage(response: Response): boolean {
  return response.request().isNavigationRequest();
}
