import type { Fault } from '../../domain/outcome.ts';
import type { KeyAsked } from '../../services/own-tokens.ts';
import type { ShownSeed } from '../../services/register-code-token.ts';
import type { Reply } from '../reply.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { fieldErrors } from '../views/errors.ts';
import { html } from '../views/html.ts';
import { keyPrompt } from '../views/key-prompt.ts';
import { seedPrompt } from '../views/seed-prompt.ts';
import type { Visit } from '../visit.ts';
import { stepReply } from './activation-steps.ts';

const caption = 'Step 3 of 3';

/** Asks which kind of token it is; nothing is made before that is known. */
export function tokenKindPage(visit: Visit): Reply {
  const main = html`<h2 class="govuk-heading-m">Security key</h2>
    <p class="govuk-body">
      A key that you put into the machine, or hold to it, and that checks your PIN or finger. It opens all
      that your role may open.
    </p>
    ${form({
      action: '/activate/key',
      formToken: visit.formToken,
      main: button({ text: 'Register a security key' }),
    })}
    <h2 class="govuk-heading-m">Code token</h2>
    <p class="govuk-body">
      A device, or the app that your organisation allows, that shows six digits. It opens no shielded record,
      and administers nothing.
    </p>
    ${linkButton({ text: 'Register a code token', href: '/activate/code-token', kind: 'secondary' })}`;
  return stepReply(visit, 'Register your security token', main, [], { caption });
}

/** Has a security key register. */
export function keyPage(visit: Visit, asked: KeyAsked, faults: readonly Fault[]): Reply {
  const main = keyPrompt({
    asks: 'create',
    options: asked,
    action: '/activate/keys',
    againAction: '/activate/key',
    formToken: visit.formToken,
  });
  return stepReply(visit, 'Register your security key', main, fieldErrors(faults), {
    caption,
    backLink: { href: '/activate/token' },
  });
}

/** Shows the key of a code token, and asks for the first code. */
export function codeTokenPage(visit: Visit, shown: ShownSeed, faults: readonly Fault[]): Reply {
  const main = seedPrompt(shown, { action: '/activate/code-token', formToken: visit.formToken, faults });
  return stepReply(visit, 'Register your code token', main, fieldErrors(faults), {
    caption,
    backLink: { href: '/activate/token' },
  });
}
