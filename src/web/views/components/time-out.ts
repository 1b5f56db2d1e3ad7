import { attributes, html, type Html } from '../html.ts';
import { button } from './button.ts';
import { form } from './form.ts';
import type { Viewer } from './header.ts';

/**
 * What the script shows before a session ends by itself, and what it goes by. Without script it is never seen, and the
 * time stands at the top of the page (WCAG 2.2, 2.2.1).
 */
export function timeOut(
  { secondsLeft, signsOutAt, coveredAfterSeconds, covered }: Viewer,
  formToken: string,
) {
  if (secondsLeft === undefined) return undefined;
  const times = attributes({
    'data-seconds-left': secondsLeft,
    'data-covered-after': covered === true ? undefined : coveredAfterSeconds,
    'data-covered': covered === true,
  });
  const stay = form({ action: '/stays', formToken, main: button({ text: 'Stay signed in' }) });
  return html`<dialog
    class="app-time-out"
    role="alertdialog"
    aria-labelledby="time-out-title"
    aria-describedby="time-out-left"
    ${times}
  >
    <h2 class="govuk-heading-m" id="time-out-title">You will be signed out at ${signsOutAt}</h2>
    <p class="govuk-body" id="time-out-left" aria-live="polite"></p>
    <p class="govuk-body">What you have typed on this page will be lost then.</p>
    ${stay}
  </dialog>`;
}

/** Covers a page on a shared machine where no script can. */
export function coverWithoutScript(
  { coveredAfterSeconds, covered }: Viewer,
  address = '/',
): Html | undefined {
  if (coveredAfterSeconds === undefined || covered === true) return undefined;
  const to = `${coveredAfterSeconds + 1}; url=/covered?from=${encodeURIComponent(address)}`;
  return html`<noscript><meta http-equiv="refresh" content="${to}" /></noscript>`;
}
