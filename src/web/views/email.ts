import { html, type Html } from './html.ts';

/** A link that begins an e-mail; an address that is none is shown as it is. */
export function emailLink(address: string): Html {
  const [local, domain, ...more] = address.trim().split('@');
  if (!local || !domain || more.length > 0) return html`<span>${address}</span>`;
  const target = `${encodeURIComponent(local.toWellFormed())}@${encodeURIComponent(domain.toWellFormed())}`;
  return html`<a class="govuk-link" href="mailto:${target}">${breakable(local, domain)}</a>`;
}

// A long address breaks before its @, not in the middle of a word.
function breakable(local: string, domain: string): Html {
  return html`${local}<wbr />@${domain}`;
}
