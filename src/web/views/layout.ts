import type { Assets } from '../assets.ts';
import { backLink, type BackLinkOptions } from './components/back-link.ts';
import { errorSummary } from './components/error-summary.ts';
import { footer } from './components/footer.ts';
import { header, type Viewer } from './components/header.ts';
import type { NavigationItem } from './components/service-navigation.ts';
import { skipLink } from './components/skip-link.ts';
import { coverWithoutScript, timeOut } from './components/time-out.ts';
import type { FieldError } from './errors.ts';
import { html, type Html, type Words } from './html.ts';
import { receiptLine, type ReceiptShown } from './receipt.ts';

export type Page = {
  /** The h1, and the title of the window in the same words. */
  readonly title: string;
  /** What the window is called, where its own title would tell too much to whoever sees it. */
  readonly windowTitle?: string | undefined;
  /** A line above the h1. */
  readonly caption?: Words | undefined;
  readonly main: Html;
  readonly assets: Pick<Assets, 'styles' | 'script' | 'scriptLibrary' | 'icon'>;
  readonly viewer?: Viewer | undefined;
  /** Where the viewer can go. */
  readonly navigation?: readonly NavigationItem[] | undefined;
  readonly formToken: string;
  /** Its own address, without what follows ?. */
  readonly address?: string | undefined;
  /** Lets this page's scripts, and those that they load, run under the content security policy. */
  readonly nonce: string;
  /** Only invented people in this database. */
  readonly practice: boolean;
  /** Then the browser's own print prints no child. */
  readonly showsChild: boolean;
  /** The one kind of page with a child on it that prints. */
  readonly prints?: boolean | undefined;
  readonly backLink?: BackLinkOptions | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** A column that is easy to read, unless the page has things to compare. */
  readonly width?: 'reading' | 'full' | undefined;
  /** Of an answer about a child: by what its log entry can be found again. */
  readonly receipt?: ReceiptShown | undefined;
};

/** A whole page. No script or style stands in it; its files run by the nonce of this answer. */
export function page(options: Page): Html {
  const { title, assets, nonce, errors = [], prints = false } = options;
  const showsChild = options.showsChild && !prints;
  return html`<!doctype html>
    <html lang="en" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>${errors.length > 0 && 'Error: '}${options.windowTitle ?? `${title} – ContactPoint`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#0b4f57" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" type="image/svg+xml" href="${assets.icon}" />
        <link rel="stylesheet" href="${assets.styles}" />
        <link rel="modulepreload" nonce="${nonce}" href="${assets.scriptLibrary}" />
        <script type="module" nonce="${nonce}" src="${assets.script}"></script>
        ${options.viewer && coverWithoutScript(options.viewer, options.address)}
      </head>
      <body class="govuk-template__body${showsChild && ' shows-child'}${prints && ' app-prints'}">
        ${skipLink({ href: '#main-content', text: 'Skip to main content' })} ${header(options)}
        <div class="govuk-width-container">
          ${options.backLink && html`<nav aria-label="Back">${backLink(options.backLink)}</nav>`}
          <main class="govuk-main-wrapper" id="main-content">${content(options, errors)}</main>
        </div>
        ${footer()} ${options.viewer && timeOut(options.viewer, options.formToken)}
        ${showsChild && printRefusal}
      </body>
    </html>`;
}

function content(
  { title, caption, main, receipt, width = 'reading' }: Page,
  errors: readonly FieldError[],
): Html {
  const inner = html` ${errors.length > 0 && errorSummary({ errors: errors.map(({ says, id }) => ({ text: says, id })) })}
    ${caption !== undefined && html`<span class="govuk-caption-l">${caption}</span>`}
    <h1 class="govuk-heading-l">${title}</h1>
    ${main} ${receipt && receiptLine(receipt)}`;
  if (width === 'full') return inner;
  return html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">${inner}</div></div>`;
}

const printRefusal = html`<p class="app-print-refusal">
  This page does not print, so that no child’s details are left on paper.
</p>`;
