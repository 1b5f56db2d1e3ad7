import type { Fault } from '../../domain/outcome.ts';
import type { ShownSeed } from '../../services/register-code-token.ts';
import { button } from './components/button.ts';
import { form } from './components/form.ts';
import { codeInput } from './components/input.ts';
import { insetText } from './components/inset-text.ts';
import { errorOf, fieldErrors } from './errors.ts';
import { html, type Html } from './html.ts';
import { qrCode } from './qr-code.ts';

/** Shows the seed of a code token, as a picture and in letters, and asks for the first code, which goes to `action`. */
export function seedPrompt(
  shown: ShownSeed,
  {
    action,
    formToken,
    faults,
  }: { readonly action: `/${string}`; readonly formToken: string; readonly faults: readonly Fault[] },
): Html {
  return html`<p class="govuk-body">
      Point the app at this picture, or type the key below it into your token: time-based, six digits, every
      30 seconds. Both are shown on this page only.
    </p>
    ${qrCode(shown.address, 'QR code of the key below')}
    ${insetText({ text: html`<span class="app-seed">${shown.seed}</span>` })}
    ${form({
      action,
      formToken,
      main: html`${codeInput({
        name: 'code',
        label: 'Security code',
        hint: 'The six digits that the token shows now, to prove that it has the key',
        error: errorOf(fieldErrors(faults), 'code'),
      })}
      ${button({ text: 'Register token', preventDoubleClick: true })}`,
    })}`;
}
