import { showDay } from '../../domain/calendar.ts';
import { describeInstallation } from '../../services/installation.ts';
import { pageReply, type Reply } from '../reply.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { html } from '../views/html.ts';
import type { Visit } from '../visit.ts';
import { frame } from './frame.ts';

/** What ContactPoint is, and the public registers behind it. */
export async function showAbout(visit: Visit): Promise<Reply> {
  const { registers } = await describeInstallation(visit.site.services.database);
  const main = html`
    <p class="govuk-body-l">
      ContactPoint is a phone book. It tells people who work with a child who else is supporting that child,
      and how to reach them.
    </p>
    <p class="govuk-body">
      <a class="govuk-link" href="/for-families">For children and parents: what it is, and your rights</a>
    </p>
    <h2 class="govuk-heading-m">What it holds</h2>
    <p class="govuk-body">
      A child’s name, address, date of birth and gender; the parents or carers; the school, the GP practice
      and other services that are helping, with how to reach them.
    </p>
    <h2 class="govuk-heading-m">What it never holds</h2>
    <p class="govuk-body">
      No case notes, no medical, exam or school records, no opinions and no photographs. There is no place in
      it for them.
    </p>
    <h2 class="govuk-heading-m">Who can look</h2>
    <p class="govuk-body">
      Only people whose job is to help children, and people whose job is to keep it accurate. Each was trained
      and security-checked, and has a user name, password, PIN and security token of their own. Every search
      and every opening is written down before anything is shown, with the reason. Whoever looks without a
      good reason is punished: <a class="govuk-link" href="/published">how, and how often, is published</a>.
    </p>
    <h2 class="govuk-heading-m">Registers</h2>
    <p class="govuk-body">The public registers that it is built on:</p>
    ${summaryList({
      rows: registers.map(({ name, as_at, attribution }) => ({
        key: registerNames.get(name) ?? name,
        value: `As at ${showDay(as_at)}. ${attribution}`,
      })),
    })}
  `;
  return pageReply(frame(visit, { title: 'About ContactPoint', main, showsChild: false }));
}

const registerNames: ReadonlyMap<string, string> = new Map([
  ['council', 'Councils'],
  ['school', 'Schools'],
  ['school_successor', 'Schools that follow closed ones'],
  ['gp_practice', 'GP practices'],
  ['nhs_trust', 'NHS trusts'],
  ['postcode', 'Postcodes'],
]);
