import assert from 'node:assert/strict';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { openProduct, type Product } from '../support/product.ts';
import { watch, type Tab } from './page-objects/tab.ts';

/** The product and a browser, for the journeys of one file. */
export type Journeys = {
  readonly product: Product;
  /** A tab of a browser that nobody has used yet. */
  readonly newTab: (options?: BrowserContextOptions) => Promise<Tab>;
  /** A tab where an invented user has signed in, on their start page. */
  readonly signedInTab: (userName: string, options?: BrowserContextOptions) => Promise<Tab>;
};

export const desktop = { viewport: { width: 1280, height: 900 } } as const;
export const phone = { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true } as const;

/** Starts the product and a browser; both stop after the file's last journey, and nothing may have broken by then. */
export async function openJourneys(t: Parameters<typeof openProduct>[0]): Promise<Journeys> {
  const browser = await openBrowser();
  t.after(() => browser.close()); // before the service stops, which waits for what is still asked of it
  const product = await openProduct(t);
  t.after(async () => assert.deepEqual(product.lines, [], 'What the service wrote to its log'));
  const open = async (options: BrowserContextOptions): Promise<BrowserContext> => {
    const context = await browser.newContext({ baseURL: product.url, ...options });
    context.setDefaultTimeout(30_000); // a page takes a tenth of a second, but the machine may be busy
    return context;
  };
  const tabIn = async (context: BrowserContext, { javaScriptEnabled = true }: BrowserContextOptions) =>
    watch(await context.newPage(), javaScriptEnabled);
  const url = product.url.replace('http:', 'https:'); // the only kind that __Host- cookies may be brought for
  return {
    product,
    newTab: async (options = desktop) => tabIn(await open(options), options),
    signedInTab: async (userName, options = desktop) => {
      const context = await open(options);
      const kept = (await product.signIn(userName)).cookies();
      await context.addCookies([...kept].map(([name, value]) => ({ name, value, url, ...guarded })));
      const tab = await tabIn(context, options);
      await tab.page.goto('/');
      return tab;
    },
  };
}

const guarded = { secure: true, httpOnly: true, sameSite: 'Strict' } as const;
