import { familyWords, helplines, type Wording } from '../../domain/family-words.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { html, type Html } from '../views/html.ts';
import { telephoneLink } from '../views/telephone.ts';
import { pageReply, type Reply } from '../reply.ts';
import type { FieldError } from '../views/errors.ts';
import type { Visit } from '../visit.ts';
import { frame } from './frame.ts';

/** A page of a family's own: the same way out, the same line and the same number to ring on each. */
export function familyReply(
  visit: Visit,
  wording: Wording,
  framed: { readonly title: string; readonly main: Html; readonly errors?: readonly FieldError[] },
): Reply {
  const words = familyWords[wording];
  const { title, main, errors = [] } = framed;
  const page = frame(visit, {
    title,
    windowTitle: 'My page',
    errors,
    main: html`${quickExit(words.leaveQuickly)} ${places(visit, wording)} ${main}
      <p class="govuk-body-l">${words.mayBeMore}</p>
      ${helplineOf(wording)}
      ${form({
        action: '/family/sign-out',
        formToken: visit.formToken,
        main: button({ text: words.signOut, kind: 'secondary' }),
      })}`,
    showsChild: true,
    prints: true,
  });
  return pageReply(page, errors.length === 0 ? 200 : 400);
}

/** A link that leads away at once. */
export function quickExit(text: string): Html {
  return html`<nav aria-label="${text}">
    ${linkButton({ text, href: '/family/leave', kind: 'warning' })}
  </nav>`;
}

/** Whom to ring, free. */
export function helplineOf(wording: Wording): Html {
  return html`<p class="govuk-body-l">
    ${familyWords[wording].helpline} <strong>${telephoneLink(helplines[wording])}</strong>
  </p>`;
}

function places({ path }: Visit, wording: Wording): Html {
  const words = familyWords[wording];
  const items = [
    { href: '/family', text: words.helping },
    { href: '/family/looks', text: words.looked },
    ...(wording === 'parent' ? [] : [{ href: '/family/leaving', text: words.leaving }]),
  ];
  return html`<nav aria-label="${words.pages}">
    <ul class="govuk-list">
      ${items.map(
        ({ href, text }) =>
          html`<li>
            ${
              href === path
                ? html`<strong aria-current="page">${text}</strong>`
                : html`<a class="govuk-link" href="${href}">${text}</a>`
            }
          </li>`,
      )}
    </ul>
  </nav>`;
}
