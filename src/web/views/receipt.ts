import { details } from './components/details.ts';
import { html, type Html } from './html.ts';

export type ReceiptShown = { readonly eventId: string; readonly entryHash: Buffer };

/** Folded at the foot of every answer about a child: by what its entry in the access log can be found again. */
export function receiptLine({ eventId, entryHash }: ReceiptShown): Html {
  return details({
    summary: 'Reference',
    main: html`<p class="govuk-body-s">
        This look is written down in the access log as
        <span class="govuk-!-text-break-word">${eventId}</span>. Its hash is
        <span class="govuk-!-text-break-word">${entryHash.toString('hex')}</span>.
      </p>
      <p class="govuk-body-s">
        <a class="govuk-link" href="/receipts/${eventId}">Its number in the log, and the proof</a>
      </p>`,
  });
}
