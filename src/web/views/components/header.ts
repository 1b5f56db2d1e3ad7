import { html, type Html } from '../html.ts';
import { button } from './button.ts';
import { form } from './form.ts';
import { phaseBanner } from './phase-banner.ts';
import { serviceNavigation, type NavigationItem } from './service-navigation.ts';

/** Who is signed in. */
export type Viewer = {
  readonly name: string;
  readonly organisation: string;
  /** Until the session ends by itself, if nothing is done, and London's time then. */
  readonly secondsLeft?: number | undefined;
  readonly signsOutAt?: string | undefined;
  /** On a shared machine: after how many seconds without use the page is covered. */
  readonly coveredAfterSeconds?: number | undefined;
  /** The page is the cover itself. */
  readonly covered?: boolean | undefined;
  /** For whom they look now, and until when at the longest. */
  readonly mediation?:
    { readonly name: string; readonly organisation: string; readonly until: string } | undefined;
};

export type HeaderOptions = {
  readonly viewer?: Viewer | undefined;
  readonly navigation?: readonly NavigationItem[] | undefined;
  readonly formToken: string;
  readonly practice: boolean;
  /** The page's own address, to come back to. */
  readonly address?: string | undefined;
};

/** The top of every page: the service, its phase, whether the people in it are invented, and who is signed in. */
export function header({ viewer, navigation = [], formToken, practice, address }: HeaderOptions): Html {
  return html`<header class="app-header">
    <div class="app-header__bar">
      <div class="govuk-width-container app-header__row">
        <a class="app-header__name" href="/">${mark} ContactPoint</a>
        ${viewer && leaveForms(viewer, formToken, address)}
      </div>
    </div>
    ${viewer && viewerLine(viewer)} ${viewer && mediationLine(viewer, formToken)}
    ${navigation.length > 0 && serviceNavigation({ items: navigation })} ${phase(practice)}
  </header>`;
}

// The people around a child: the mark of the service. Its colours follow the words beside it.
const mark = html`<svg
  class="app-header__mark"
  viewBox="0 0 32 32"
  width="32"
  height="32"
  aria-hidden="true"
  focusable="false"
>
  <g fill="currentColor">
    <circle class="app-header__mark-child" cx="16" cy="16.6" r="5" />
    <circle cx="16" cy="5.6" r="3.4" />
    <circle cx="26.5" cy="13.2" r="3.4" />
    <circle cx="22.5" cy="25.5" r="3.4" />
    <circle cx="9.5" cy="25.5" r="3.4" />
    <circle cx="5.5" cy="13.2" r="3.4" />
  </g>
</svg>`;

function leaveForms(viewer: Viewer, formToken: string, address: string | undefined): Html {
  const signOut = form({
    action: '/sign-out',
    formToken,
    main: button({ text: 'Sign out', kind: 'inverse', classes: 'app-header__sign-out' }),
    classes: 'app-header__form',
  });
  const mayCover = viewer.coveredAfterSeconds !== undefined && viewer.covered !== true;
  return html`<div class="app-header__leave">${mayCover && coverForm(formToken, address)} ${signOut}</div>`;
}

function coverForm(formToken: string, address = '/'): Html {
  const main = html`<input type="hidden" name="from" value="${address}" />
    ${button({ text: 'Cover page', kind: 'inverse', classes: 'app-header__sign-out' })}`;
  return form({ action: '/covers', formToken, main, classes: 'app-header__form' });
}

function viewerLine(viewer: Viewer): Html {
  const { name, organisation, signsOutAt } = viewer;
  return html`<div class="app-viewer">
    <p class="govuk-width-container app-viewer__row">
      <span
        ><span class="govuk-visually-hidden">Signed in as </span><b><bdi>${name}</bdi></b
        >, <bdi>${organisation}</bdi>
        <a class="govuk-link app-viewer__link" href="/sessions">Your sign-ins</a>
        <a class="govuk-link app-viewer__link" href="/tokens">Your tokens</a></span
      >
      ${signsOutAt !== undefined && html`<span class="app-time-left">${timeLeft(viewer, signsOutAt)}</span>`}
    </p>
  </div>`;
}

function mediationLine({ mediation }: Viewer, formToken: string): Html | undefined {
  if (mediation === undefined) return undefined;
  const { name, organisation, until } = mediation;
  return html`<div class="app-mediation">
    <div class="govuk-width-container app-mediation__row">
      <p class="app-mediation__says">
        You are acting for <b><bdi>${name}</bdi></b
        >, <bdi>${organisation}</bdi>: until you have opened one record, or ${until}
      </p>
      ${form({
        action: '/colleague/stops',
        formToken,
        main: button({ text: 'Stop', kind: 'secondary', classes: 'app-mediation__stop' }),
        classes: 'app-header__form',
      })}
    </div>
  </div>`;
}

// A time, and not how long: true however long the page has been looked at, as nothing on it moves by itself.
function timeLeft({ coveredAfterSeconds }: Viewer, signsOutAt: string): string {
  const signsOut = `Signs out at ${signsOutAt} if you do nothing`;
  if (coveredAfterSeconds === undefined) return signsOut;
  return `Covered after ${coveredAfterSeconds / 60} minutes without use. ${signsOut}`;
}

function phase(practice: boolean): Html {
  if (practice)
    return phaseBanner({ phase: 'Trial', text: 'Practice copy: invented people', classes: 'app-practice' });
  return phaseBanner({ phase: 'Trial', text: 'This is a new service' });
}
