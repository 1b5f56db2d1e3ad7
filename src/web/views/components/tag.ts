import { html, type Html, type Words } from '../html.ts';

export type TagOptions = {
  readonly text: Words;
  readonly colour?:
    'grey' | 'green' | 'teal' | 'purple' | 'magenta' | 'red' | 'orange' | 'yellow' | undefined;
};

/** A state in one or two words: "Stale", "Lead professional". */
export function tag({ text, colour }: TagOptions): Html {
  const tint = colour && html` govuk-tag--${colour}`;
  return html`<strong class="govuk-tag${tint}">${text}</strong>`;
}
