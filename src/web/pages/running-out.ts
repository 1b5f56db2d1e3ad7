import { showDay } from '../../domain/calendar.ts';
import type { RunningOut } from '../../domain/running-out.ts';
import { seeManagedRunningOut } from '../../services/running-out.ts';
import { warningText } from '../views/components/warning-text.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';

/** What of the person's own account runs out within 30 days, and whom to ask. */
export function ownWarnings({ runsOut, actor }: SignedInVisit): Html {
  return html`${runsOut.map(({ what, lastDay }) =>
    warningText({
      text:
        what === 'accreditation'
          ? `The accreditation of ${actor.organisationName} runs out on ${showDay(lastDay)}. Its users are stopped from the next day on. Ask your manager whether it is being renewed.`
          : `Your ${what} runs out on ${showDay(lastDay)}. You are stopped from the next day on. Have it renewed, and tell your account administrator.`,
    }),
  )}`;
}

/** The same of those whom the person manages. */
export async function managedWarnings({ site, actor }: SignedInVisit): Promise<Html> {
  const people = await seeManagedRunningOut(site.services, actor);
  if (people.length === 0) return html``;
  return html`<h2 class="govuk-heading-m">People you manage whose account runs out soon</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${people.map(({ fullName, soon }) => html`<li>${fullName}: ${inWords(soon)}</li>`)}
    </ul>`;
}

function inWords(soon: readonly RunningOut[]): string {
  return soon.map(({ what, lastDay }) => `${what} on ${showDay(lastDay)}`).join(', ');
}
