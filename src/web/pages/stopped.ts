import { roles } from '../../domain/roles.ts';
import { findStopped, letGoOn, nobodyLikeThat, type StoppedPerson } from '../../services/budgets.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { accountHandle, accountOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

const title = 'People stopped today';

/** Who of the administrator's own organisation can look up no more children today, or soon cannot. */
export async function showStopped(visit: SignedInVisit): Promise<Reply> {
  const people = await findStopped(visit.site.services, visit.actor);
  const main = people.length === 0 ? nobody : html`${explained} ${peopleTable(visit, people)}`;
  const { organisationName: caption } = visit.actor;
  return pageReply(
    frame(visit, { title, caption, main, backLink: { href: '/' }, showsChild: false, width: 'full' }),
  );
}

/** Lets one of them go on today. */
export async function letOn(visit: SignedInVisit): Promise<Reply> {
  const { site, actor, handleSecret, params } = visit;
  const accountId = accountOfHandle(site.handleKey, handleSecret, params['account'] ?? '');
  if (accountId === undefined) {
    await noteRefusal(site.services, actor, 'no such account in this session');
    return faultReply(visit, nobodyLikeThat);
  }
  const raised = await letGoOn(site.services, actor, accountId);
  return raised.ok ? goTo('/stopped') : faultReply(visit, raised.fault);
}

const nobody = html`<p class="govuk-body">
  Nobody is stopped, or soon will be. Whoever looks up more children than a day’s work needs is stopped for
  the day, and appears here.
</p>`;

const explained = html`<p class="govuk-body">
  Let somebody go on only when you know what the work is: ask them. They can then look up half as many
  children again today, once. That you let them is recorded under your name.
</p>`;

function peopleTable(visit: SignedInVisit, people: readonly StoppedPerson[]): Html {
  const numeric = true;
  return scrolling(
    title,
    table({
      head: [
        { text: 'Person' },
        { text: 'Searches', numeric },
        { text: 'Children listed', numeric },
        { text: 'Records opened', numeric },
        { text: 'Today' },
        { text: 'What you can do' },
      ],
      rows: people.map((person) => [
        { text: html`${person.fullName}<br />${roles[person.role].name}` },
        { text: person.spent.searches, numeric },
        { text: person.spent.listed, numeric },
        { text: person.spent.opened, numeric },
        { text: standingTag(person) },
        { text: letOnButton(visit, person) },
      ]),
      firstCellIsHeader: true,
    }),
  );
}

function standingTag({ standing }: StoppedPerson): Html {
  if (standing === 'stopped') return tag({ text: 'Stopped', colour: 'red' });
  if (standing === 'nearly stopped') return tag({ text: 'Nearly stopped', colour: 'yellow' });
  return tag({ text: 'Let on', colour: 'green' });
}

function letOnButton({ site, handleSecret, formToken }: SignedInVisit, person: StoppedPerson): Html {
  if (person.spent.raised) return html`Let on once today already`;
  const handle = accountHandle(site.handleKey, handleSecret, person.accountId);
  return form({
    action: `/stopped/${handle}/raises`,
    formToken,
    main: button({
      text: html`Let go on<span class="govuk-visually-hidden"> today: ${person.fullName}</span>`,
      kind: 'secondary',
      preventDoubleClick: true,
    }),
  });
}
