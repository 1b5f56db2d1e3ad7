import { isOfTheOffice } from '../domain/administration.ts';
import type { Actor } from '../domain/actor.ts';
import { mayEver, type Action } from '../domain/policy.ts';
import { keepsDesk } from '../domain/desk.ts';
import { decidesShields } from '../domain/shield-rules.ts';
import type { NavigationItem } from './views/components/service-navigation.ts';
import { html, type Html } from './views/html.ts';

/** Somewhere that a user can go from any page. */
export type Place = {
  readonly href: `/${string}`;
  readonly text: string;
  /** What it is for, on the start page of those who open no record. */
  readonly about: string;
  /** Shown to those who may do this. */
  readonly action: Action;
};

/** Every place there is, in the order in which it is shown; each user sees those that are for them. */
// prettier-ignore
export const places: readonly Place[] = [
  { href: '/', text: 'Start', about: 'where you begin', action: 'use the service' },
  { href: '/find', text: 'Find a child', about: 'look for a child’s record', action: 'find child' },
  { href: '/desk', text: 'Desk', about: 'put right what only a person can', action: 'see desk' },
  { href: '/come-back', text: 'Let a child come back', about: 'who died or left England by mistake, or is here again', action: 'let child come back' },
  { href: '/contact-requests', text: 'Requests', about: 'who asks you to contact them, and whom you asked', action: 'see contact requests' },
  { href: '/shields', text: 'Shields', about: 'decide which stay, and lift them by two', action: 'see shields' },
  { href: '/colleague', text: 'Act for a colleague', about: 'look for somebody on the telephone who has no account', action: 'act for colleague' },
  { href: '/calls', text: 'Who is calling?', about: 'check the reference that a caller reads to you', action: 'check who calls' },
  { href: '/organisations', text: 'Organisations', about: 'accredit them, and enrol their first administrators', action: 'see organisations' },
  { href: '/people', text: 'People', about: 'who has an account, and what lapses next', action: 'see people' },
  { href: '/people/waiting', text: 'Waiting', about: 'approve or refuse who was proposed for an account', action: 'see people' },
  { href: '/access-review', text: 'Access review', about: 'say who still needs their account', action: 'see access review' },
  { href: '/organisation', text: 'Your organisation', about: 'its accreditation, teams and desks', action: 'see people' },
  { href: '/batches', text: 'Files that came', about: 'what suppliers sent, and what came of it', action: 'see batches' },
  { href: '/suppliers', text: 'Suppliers', about: 'who sends files, and whose are late', action: 'see suppliers' },
  { href: '/cases', text: 'Cases', about: 'looks that somebody has to ask about, oldest first', action: 'see cases' },
  { href: '/emergencies', text: 'Emergency openings', about: 'shielded records that were opened, each to be reviewed', action: 'see emergency openings' },
  { href: '/usage', text: 'How records are used', about: 'charts of all looks, of what was found and of how cases ended', action: 'see how it is used' },
  { href: '/well-known', text: 'Well-known families', about: 'children whom many people know of, so that every look is asked about', action: 'see well-known families' },
  { href: '/course', text: 'Learn', about: 'twenty minutes on using ContactPoint, with a check at the end', action: 'take course' },
  { href: '/stopped', text: 'People stopped today', about: 'let somebody look up more children', action: 'see who is stopped' },
];

/** Where this user can go, with the place that the page belongs to. */
export function navigationFor(actor: Actor, path: string): readonly NavigationItem[] {
  return placesFor(actor).map(({ href, text }) => ({ href, text, ...whereabouts(href, path) }));
}

/** The same as a list that says what each is for: all but the start page, on which it stands. */
export function placeList(actor: Actor): Html {
  const items = placesFor(actor).filter(({ href }) => href !== '/');
  return html`<ul class="govuk-list">
    ${items.map(
      ({ href, text, about }) => html`<li><a class="govuk-link" href="${href}">${text}</a>: ${about}</li>`,
    )}
  </ul>`;
}

function placesFor(actor: Actor): readonly Place[] {
  return places.filter(({ action }) => mayEver(actor.kind, action) && isForMore(actor, action));
}

// Of these the kind of user is not enough.
function isForMore(actor: Actor, action: Action): boolean {
  if (action === 'see organisations') return isOfTheOffice(actor);
  if (action === 'see desk') return keepsDesk(actor);
  return action !== 'see shields' || decidesShields(actor);
}

function whereabouts(href: string, path: string): Pick<NavigationItem, 'current' | 'active'> {
  if (path === href) return { current: true };
  return href !== '/' && path.startsWith(`${href}/`) ? { active: true } : {};
}
