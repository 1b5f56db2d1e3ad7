import { shieldsWaiting } from '../../services/shields.ts';
import { notificationBanner } from '../views/components/notification-banner.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';

/** For those who decide about shields: how many wait, and for what. Names nobody. */
export async function shieldsToDecide({ site, actor }: SignedInVisit): Promise<Html> {
  const waiting = await shieldsWaiting(site.services, actor);
  if (waiting === undefined) return html``;
  const { overdue, undecided, toReview, secondPerson } = waiting;
  const parts = [
    [overdue, 'overdue for a decision'],
    [undecided, 'to be decided'],
    [secondPerson, 'needing a second person to lift'],
    [toReview, 'to be looked at again'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (said.length === 0) return html``;
  return notificationBanner({
    text: html`<p class="govuk-notification-banner__heading">
      <a class="govuk-notification-banner__link" href="/shields">Shields</a>: ${said.join(', ')}.
    </p>`,
  });
}
