import { html, type Html, type Words } from '../html.ts';

export type NotificationBannerOptions = {
  readonly text: Words;
  readonly title?: string | undefined;
  /** Something the person just did went well; read out at once. */
  readonly success?: boolean | undefined;
};

/** News that is not about this page's own question. */
export function notificationBanner({ text, title, success = false }: NotificationBannerOptions): Html {
  const kind = success && html` govuk-notification-banner--success`;
  const role = success ? 'alert' : 'region';
  const titleId = 'govuk-notification-banner-title';
  return html`<div
    class="govuk-notification-banner${kind}"
    role="${role}"
    aria-labelledby="${titleId}"
    data-module="govuk-notification-banner"
  >
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id="${titleId}">
        ${title ?? (success ? 'Success' : 'Important')}
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      ${typeof text === 'string' ? html`<p class="govuk-notification-banner__heading">${text}</p>` : text}
    </div>
  </div>`;
}
