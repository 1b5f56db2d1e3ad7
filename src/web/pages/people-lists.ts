import {
  askForPeopleList,
  canBeTaken,
  seePeopleLists,
  settlePeopleList,
  takePeopleList,
} from '../../services/people-lists.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { peopleListHandle, peopleListOfHandle } from '../secrecy.ts';
import { button, linkButton } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { summaryCard } from '../views/components/summary-list.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { momentInWords } from '../views/moment.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

type Listed = Awaited<ReturnType<typeof seePeopleLists>>[number];

/** The lists that were asked for, and the way to ask for one. */
export async function showPeopleLists(visit: SignedInVisit): Promise<Reply> {
  const lists = await seePeopleLists(visit.site.services, visit.actor);
  const main = html`<p class="govuk-body">
      A list names everybody who has an account here, with role, manager, and what their account hangs on.
      Another account administrator has to approve it; then you have a day to take it. Each of these is
      recorded.
    </p>
    ${form({
      action: '/people/files',
      formToken: visit.formToken,
      main: button({ text: 'Ask for a list', preventDoubleClick: true }),
    })}
    ${lists.map((list) => listCard(visit, list))}`;
  const { organisationName: caption } = visit.actor;
  const backLink = { href: '/people' };
  return pageReply(frame(visit, { title: 'Lists of people', caption, main, backLink, showsChild: false }));
}

/** Asks for one. */
export async function askForPeopleFile(visit: SignedInVisit): Promise<Reply> {
  const asked = await askForPeopleList(visit.site.services, visit.actor);
  return asked.ok ? goTo('/people/files') : faultReply(visit, asked.fault);
}

/** Approves or refuses one that another asked for. */
export async function decideOnFile(visit: SignedInVisit): Promise<Reply> {
  const peopleListId = await listNamed(visit);
  if (peopleListId === undefined) return noSuchFile(visit);
  const decision = visit.form.get('decision') === 'approved' ? 'approved' : 'refused';
  const settled = await settlePeopleList(visit.site.services, visit.actor, peopleListId, decision);
  return settled.ok ? goTo('/people/files') : faultReply(visit, settled.fault);
}

/** Sends the file, which no browser keeps. */
export async function sendFile(visit: SignedInVisit): Promise<Reply> {
  const peopleListId = await listNamed(visit);
  if (peopleListId === undefined) return noSuchFile(visit);
  const taken = await takePeopleList(visit.site.services, visit.actor, peopleListId);
  if (!taken.ok) return faultReply(visit, taken.fault);
  return {
    status: 200,
    body: taken.value,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="people.csv"',
      'cache-control': 'no-store',
    },
    cookies: [],
  };
}

async function listNamed({ site, actor, handleSecret, params }: SignedInVisit): Promise<number | undefined> {
  const found = peopleListOfHandle(site.handleKey, handleSecret, params['list'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such list in this session');
  return found;
}

function noSuchFile(visit: SignedInVisit): Reply {
  return faultReply(visit, {
    kind: 'not-found',
    says: 'There is no such list here. Start again from the menu.',
  });
}

function listCard(visit: SignedInVisit, list: Listed): Html {
  const { asker, askedAt, decider, decidedAt } = list;
  const decided =
    decidedAt === null
      ? []
      : [{ key: 'Decided by', value: html`${decider ?? ''}, ${momentInWords(decidedAt)}` }];
  const card = summaryCard({
    title: html`Asked for by ${asker}`,
    rows: [
      { key: 'State', value: stateTag(list) },
      { key: 'Asked for', value: momentInWords(askedAt) },
      ...decided,
    ],
  });
  return html`${card} ${actionPart(visit, list)}`;
}

function stateTag({ state }: Listed): Html {
  if (state === 'proposed') return tag({ text: 'Waits for a second administrator', colour: 'yellow' });
  return state === 'approved'
    ? tag({ text: 'Approved', colour: 'green' })
    : tag({ text: 'Refused', colour: 'grey' });
}

function actionPart({ site, handleSecret, actor, formToken }: SignedInVisit, list: Listed): Html {
  const href = `/people/files/${peopleListHandle(site.handleKey, handleSecret, list.peopleListId)}`;
  const isOwn = list.askedBy === actor.accountId;
  if (isOwn && canBeTaken(list, site.services.now()))
    return linkButton({ text: 'Take the list', href, kind: 'secondary' });
  if (isOwn || list.state !== 'proposed') return html``;
  const of = html`<span class="govuk-visually-hidden"> the list that ${list.asker} asked for</span>`;
  return form({
    action: `${href}/decisions`,
    formToken,
    main: html`<div class="govuk-button-group">
      ${button({ text: html`Approve${of}`, name: 'decision', value: 'approved', preventDoubleClick: true })}
      ${button({ text: html`Refuse${of}`, name: 'decision', value: 'refused', kind: 'warning' })}
    </div>`,
  });
}
