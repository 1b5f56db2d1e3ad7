import { londonDay, showDay } from '../../domain/calendar.ts';
import { identityChanges } from '../../domain/identity-change.ts';
import { seeIdentityChanges } from '../../services/identity-changes.ts';
import { pageReply, type Reply } from '../reply.ts';
import { childHandle } from '../secrecy.ts';
import { insetText } from '../views/components/inset-text.ts';
import { notificationBanner } from '../views/components/notification-banner.ts';
import { scrolling, table } from '../views/components/table.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Adoption and new identity';

/** What waits for a second record keeper, the oldest first. */
export async function showIdentities(visit: SignedInVisit): Promise<Reply> {
  const seen = await seeIdentityChanges(visit.site.services, visit.actor);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { value: rows, receipt } = seen;
  const head = [{ text: 'Child' }, { text: 'Born' }, { text: 'What was asked' }, { text: 'Since' }];
  const body = rows.map((row) => [
    {
      text: html`<a class="govuk-link" href="/children/${handleOf(visit, row.childId)}/identity"
        ><bdi>${row.name}</bdi></a
      >`,
    },
    { text: showDay(row.dateOfBirth) },
    {
      text: `${identityChanges[row.kind].text}${row.askedBy === visit.actor.accountId ? ' (you asked)' : ''}`,
    },
    { text: showDay(londonDay(row.askedAt)) },
  ]);
  const main = html`${doneBanner(visit)}
    <p class="govuk-body">
      Names of before that are to be closed, and records of children who have a new one. Each takes two record
      keepers. To ask, open the child’s record and follow “adoption or new identity”. The old and the new
      record are never shown together, not even here.
    </p>
    ${
      rows.length === 0
        ? insetText({ text: 'Nothing waits for a second person.' })
        : scrolling(title, table({ head, rows: body, firstCellIsHeader: true }))
    }`;
  return pageReply(
    frame(visit, { title, main, showsChild: true, width: 'full', backLink: { href: '/desk' }, receipt }),
  );
}

function handleOf({ site, handleSecret }: SignedInVisit, childId: number): string {
  return childHandle(site.handleKey, handleSecret, childId);
}

const doneWords: Readonly<Record<string, string>> = {
  asked: 'A second record keeper has to agree. Until then nothing is changed.',
  dropped: 'Nothing was changed, and nobody waits for it any more.',
  'close-former-names': identityChanges['close former names'].done,
  'new-record': identityChanges['new record'].done,
};

function doneBanner({ query }: SignedInVisit): Html {
  const words = doneWords[query['done'] ?? ''];
  return words === undefined ? html`` : notificationBanner({ text: words, success: true });
}
