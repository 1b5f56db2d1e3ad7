import { html, type Html } from './html.ts';

/** An invented user of a practice copy, whom a newcomer may sign in as. */
export type PracticeCard = { readonly userName: string; readonly jobTitle: string; readonly shows: string };

/** The invented users as cards; each leads to the sign-in page with its name typed in. Their password is told where it was started. */
export function practiceCards(cards: readonly PracticeCard[]): Html {
  if (cards.length === 0) return html``;
  return html`<h2 class="govuk-heading-m">Whom to be</h2>
    <p class="govuk-body">
      Everybody here is invented. Choose somebody, and type the password and PIN that the start-up text told.
      The code comes from a command, in another terminal:
    </p>
    <p class="govuk-body"><code class="app-command">npm run -s contactpoint -- token NAME</code></p>
    <ul class="app-cards">
      ${cards.map(
        ({ userName, jobTitle, shows }) =>
          html`<li class="app-card">
            <a class="govuk-link" href="/sign-in?as=${userName}">${jobTitle}</a>
            <span class="app-card__name">${userName}</span>
            <span>${shows}</span>
          </li>`,
      )}
    </ul>`;
}
