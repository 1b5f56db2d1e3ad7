import { button } from './components/button.ts';
import { form } from './components/form.ts';
import { html, type Html } from './html.ts';

/** A page's part that asks a security key something: the script does it at once, and again when the button is pressed. */
export type KeyPrompt = {
  /** What the browser does with the key: has it sign in, or registers it. */
  readonly asks: 'get' | 'create';
  /** The question, as WebAuthn writes it down. */
  readonly options: unknown;
  /** Where the answer goes. */
  readonly action: string;
  /** Where a new question comes from. */
  readonly againAction: string;
  readonly formToken: string;
  /** Fields that go with the answer. */
  readonly hidden?: Html;
};

/** The security key's part of a page. It needs script; without it the words say what else there is. */
export function keyPrompt({
  asks,
  options,
  action,
  againAction,
  formToken,
  hidden = html``,
}: KeyPrompt): Html {
  return html`<div data-security-key="${asks}" data-options="${JSON.stringify(options)}">
      <p class="govuk-body" role="status" data-security-key-says>
        Put your security key in, or hold it to the reader, and give its PIN or your finger when your browser
        asks. You have a minute.
      </p>
      ${form({ action, formToken, main: html`${hidden}<input type="hidden" name="answer" value="" />` })}
    </div>
    ${form({
      action: againAction,
      formToken,
      main: html`${hidden} ${button({ text: 'Ask my key again', kind: 'secondary' })}`,
    })}
    <noscript
      ><p class="govuk-body">
        A security key needs a browser that runs scripts. Go back, and use a code.
      </p></noscript
    >`;
}
