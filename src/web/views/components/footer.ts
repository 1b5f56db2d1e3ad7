import { html, type Html } from '../html.ts';

/** The foot of every page: what this is. */
export function footer(): Html {
  return html`<footer class="app-footer">
    <div class="govuk-width-container">
      <p>
        ContactPoint tells people who work with a child who else is supporting that child, and how to reach
        them. It holds nothing more than that.
      </p>
      <p>
        Every search and every opening is recorded. <a class="govuk-link" href="/about">About ContactPoint</a>
      </p>
    </div>
  </footer>`;
}
