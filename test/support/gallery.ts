import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { checkAccessibility } from './browser.ts';
import type { WireAnswer } from './wire.ts';

/** A page as somebody was answered it. */
export type GalleryPage = {
  /** What it is, as a file may be called. */
  readonly name: string;
  readonly title: string;
  readonly answer: WireAnswer;
};

type Way = {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly prints?: true;
  /** Of the ways alone that change what assistive software reads. */
  readonly checks?: true;
};

// 320 pixels and 200 % are WCAG 2.2, 1.4.10 and 1.4.4.
const ways: readonly Way[] = [
  { name: 'narrow', options: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true } },
  {
    name: 'phone',
    options: { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true },
    checks: true,
  },
  { name: 'tablet', options: { viewport: { width: 768, height: 1024 } } },
  { name: 'desktop', options: { viewport: { width: 1280, height: 900 } }, checks: true },
  { name: 'zoomed', options: { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 } },
  { name: 'forced-colours', options: { viewport: { width: 1280, height: 900 }, forcedColors: 'active' } },
  { name: 'paper', options: { viewport: { width: 794, height: 1123 } }, prints: true },
];

/**
 * Shows each page to a browser in every way it is looked at, and says what is wrong: a barrier, something wider than the
 * window, something that moves while it loads, or a control that Tab passes by. With a folder, each look is kept as a
 * picture there, with a page to leaf through them.
 */
export async function lookAt(
  browser: Browser,
  url: string,
  pages: readonly GalleryPage[],
  folder?: string,
): Promise<readonly string[]> {
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const faults: string[] = [];
  for (const way of ways) faults.push(...(await lookAtInOneWay(browser, url, pages, way, folder)));
  if (folder !== undefined) await writeFile(join(folder, 'index.html'), indexOf(pages));
  return faults;
}

async function lookAtInOneWay(
  browser: Browser,
  url: string,
  pages: readonly GalleryPage[],
  way: Way,
  folder: string | undefined,
): Promise<readonly string[]> {
  const context = await browser.newContext(way.options);
  const tab = await context.newPage();
  await tab.addInitScript(countShifts);
  await plugInUntouched(tab);
  if (way.prints) await tab.emulateMedia({ media: 'print' });
  const faults: string[] = [];
  for (const page of pages) {
    await show(tab, url, page);
    if (folder !== undefined) await tab.screenshot({ path: join(folder, fileOf(page, way)), fullPage: true });
    for (const fault of await faultsOf(tab, way)) faults.push(`${page.name}, ${way.name}: ${fault}`);
  }
  await context.close();
  return faults;
}

// A page that asks for a security key waits, as for somebody who has not touched theirs yet.
async function plugInUntouched(tab: Page): Promise<void> {
  const cdp = await tab.context().newCDPSession(tab);
  await cdp.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: false } as const;
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
}

// Under an address of its own, with its own headers, so that its security policy holds; its files come from the service.
async function show(tab: Page, url: string, { name, answer }: GalleryPage): Promise<void> {
  const address = `${url}/gallery/${name}`;
  const kept = ['content-type', 'content-security-policy'] as const;
  const headers = Object.fromEntries(kept.map((header) => [header, answer.headers.get(header) ?? '']));
  await tab.route(address, (route) => route.fulfill({ status: answer.status, headers, body: answer.body }));
  await tab.goto(address);
  await tab.unroute(address);
}

async function faultsOf(tab: Page, { prints, checks, options }: Way): Promise<readonly string[]> {
  if (prints) return [];
  const faults = checks ? [...(await checkAccessibility(tab))] : [];
  const across = await tab.evaluate<number>('document.documentElement.scrollWidth');
  if (across > (options.viewport?.width ?? 0)) faults.push(`${across} pixels wide`);
  const moved = await tab.evaluate<string>('String(window.shifts.join())');
  if (moved !== '') faults.push(`moves while it loads: ${moved}`);
  if (checks) faults.push(...(await passedBy(tab)));
  return faults;
}

/** What Tab does not come to, of what can be pressed or filled in; of radios that belong together it comes to one. */
async function passedBy(tab: Page): Promise<readonly string[]> {
  const controls = await tab.evaluate<number>(markControls);
  for (let presses = 0; presses < controls + 3; presses += 1) await tab.keyboard.press('Tab');
  return tab.evaluate<readonly string[]>(
    `[...document.querySelectorAll('[data-control]')].map((one) => 'Tab passes by ' + one.outerHTML.slice(0, 80))`,
  );
}

const markControls = `(() => {
  const names = new Set();
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) => {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled || one.type === 'hidden') return false;
    if (one.closest('dialog:not([open])')) return false;
    if (one.type !== 'radio') return true;
    const first = one.form.querySelector('[name="' + CSS.escape(one.name) + '"]:checked') ?? one;
    if (first !== one || names.has(one.name)) return false;
    return names.add(one.name);
  });
  for (const one of controls) one.setAttribute('data-control', '');
  document.addEventListener('focusin', ({ target }) => target.removeAttribute('data-control'));
  document.activeElement.blur();
  return controls.length;
})()`;

// Layout shift as browsers measure it (Layout Instability API), without what follows a press.
const countShifts = `window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    if (!shift.hadRecentInput) window.shifts.push(...shift.sources.map(({ node }) => node?.className ?? node?.nodeName));
}).observe({ type: 'layout-shift', buffered: true });`;

function fileOf({ name }: GalleryPage, way: Way): string {
  return `${name}-${way.name}.png`;
}

function indexOf(pages: readonly GalleryPage[]): string {
  const rows = pages.map((page) => {
    const looks = ways.map((way) => `<img loading="lazy" alt="${way.name}" src="${fileOf(page, way)}">`);
    return `<h2>${page.title} <small>${page.name}</small></h2><p>${looks.join(' ')}</p>`;
  });
  return `<!doctype html><html lang="en"><title>Gallery</title><style>img{max-height:24em;max-width:24em;border:1px solid;vertical-align:top}</style>${rows.join('\n')}</html>\n`;
}
