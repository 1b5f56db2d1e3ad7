import { html, type Html } from '../html.ts';

export type ProgressOptions = {
  readonly label: string;
  readonly done: number;
  readonly of: number;
  /** The same in words, for those who do not see the bar: "1,200 of 70,000 rows". */
  readonly says: string;
};

/** How far long work has come. */
export function progress({ label, done, of, says }: ProgressOptions): Html {
  return html`<div class="app-progress">
    <label class="govuk-label" for="progress">${label}</label>
    <progress class="app-progress__bar" id="progress" max="${of}" value="${done}">${says}</progress>
    <p class="app-progress__says">${says}</p>
  </div>`;
}
