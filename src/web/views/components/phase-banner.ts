import { html, type Html, type Words } from '../html.ts';

export type PhaseBannerOptions = { readonly phase: string; readonly text: Words; readonly classes?: string };

/** How far along the service is, and what that means. */
export function phaseBanner({ phase, text, classes }: PhaseBannerOptions): Html {
  return html`<div class="govuk-phase-banner govuk-width-container${classes && html` ${classes}`}">
    <p class="govuk-phase-banner__content">
      <strong class="govuk-tag govuk-phase-banner__content__tag">${phase}</strong>
      <span class="govuk-phase-banner__text">${text}</span>
    </p>
  </div>`;
}
