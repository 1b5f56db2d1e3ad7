import { showDay } from '../../domain/calendar.ts';
import { noSuchMerge, seeMerge, seeMerges, undoMerge, type SeenMerge } from '../../services/merges.ts';
import { noteRefusal } from '../../services/refusals.ts';
import { goTo, pageReply, type Reply } from '../reply.ts';
import { mergeHandle, mergeOfHandle } from '../secrecy.ts';
import { button } from '../views/components/button.ts';
import { form } from '../views/components/form.ts';
import { insetText } from '../views/components/inset-text.ts';
import { summaryList } from '../views/components/summary-list.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import { listPages } from '../views/list-controls.ts';
import { momentInWords } from '../views/moment.ts';
import { sideBySide } from '../views/side-by-side.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

const title = 'Merged records';

/** What was merged at this desk, the newest first. */
export async function showMerges(visit: SignedInVisit): Promise<Reply> {
  const seen = await seeMerges(visit.site.services, visit.actor, Number(visit.query['page'] ?? '1'));
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, receipt } = seen.value;
  const head = [{ text: 'Record' }, { text: 'Born' }, { text: 'Merged' }, { text: 'State' }];
  const body = rows.map((row) => [
    {
      text: html`<a class="govuk-link" href="${addressOf(visit, row.child_id)}"
        ><bdi>${row.given_names} ${row.family_name}</bdi></a
      >`,
    },
    { text: showDay(row.date_of_birth) },
    { text: `${momentInWords(row.decided_at)}, by ${row.decided_by}` },
    {
      text:
        row.undone_at === null
          ? tag({ text: 'Stands', colour: 'green' })
          : tag({ text: 'Taken back', colour: 'grey' }),
    },
  ]);
  const main = html`<p class="govuk-body">
      Two records that a record keeper took for one child. Each merge can be taken back: both records are as
      they were, with what happened since on the right one.
    </p>
    ${rows.length === 0 ? insetText({ text: 'Nothing was merged.' }) : scrolling(title, table({ head, rows: body, firstCellIsHeader: true }))}
    ${listPages('/desk/merges', {}, seen.value)}`;
  return pageReply(
    frame(visit, { title, main, showsChild: true, width: 'full', backLink: { href: '/desk' }, receipt }),
  );
}

/** One merge: the two records beside each other, and the button that takes it back. */
export async function showMerge(visit: SignedInVisit): Promise<Reply> {
  const childId = await mergeNamed(visit);
  const seen = childId === undefined ? undefined : await seeMerge(visit.site.services, visit.actor, childId);
  if (seen === undefined) return faultReply(visit, noSuchMerge);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { merge, merged, first, second, withoutPlaces, receipt } = seen.value;
  const main = html`${mergeFacts(seen.value)}
  ${sideBySide({
    titles: ['One record, as it was', 'The other, as it was'],
    sides: [first, second],
    lines: [],
    withoutPlaces,
  })}
  ${undoing(visit, merge.undone_at)}`;
  return pageReply(
    frame(visit, {
      title: 'A merge',
      caption: `${merged.given_names} ${merged.family_name}`,
      main,
      showsChild: true,
      width: 'full',
      backLink: { href: '/desk/merges' },
      receipt,
    }),
  );
}

function mergeFacts({ merge, merged }: SeenMerge): Html {
  const when = { key: 'Merged', value: `${momentInWords(merge.decided_at)}, by ${merge.decided_by}` };
  const number = `${merged.contactpoint_number}; both old numbers lead to it`;
  return summaryList({
    rows: merge.undone_at === null ? [when, { key: 'ContactPoint number now', value: number }] : [when],
  });
}

function undoing(visit: SignedInVisit, undoneAt: Date | null): Html {
  if (undoneAt !== null)
    return insetText({ text: `Taken back on ${momentInWords(undoneAt)}. They are two children, for ever.` });
  return form({
    action: `/desk/merges/${encodeURIComponent(visit.params['merge'] ?? '')}/undos`,
    formToken: visit.formToken,
    main: html`<p class="govuk-body">
        Both records will be as they were, with what happened since on the right one. That they are not the
        same child is remembered for ever.
      </p>
      ${button({ text: 'Take this merge back', kind: 'warning', preventDoubleClick: true })}`,
  });
}

/** Takes a merge back. */
export async function undoMergeOf(visit: SignedInVisit): Promise<Reply> {
  const childId = await mergeNamed(visit);
  if (childId === undefined) return faultReply(visit, noSuchMerge);
  const undone = await undoMerge(visit.site.services, visit.actor, childId);
  return undone.ok ? goTo(addressOf(visit, childId)) : faultReply(visit, undone.fault);
}

function addressOf({ site, handleSecret }: SignedInVisit, childId: number): `/${string}` {
  return `/desk/merges/${mergeHandle(site.handleKey, handleSecret, childId)}`;
}

async function mergeNamed({ site, actor, handleSecret, params }: SignedInVisit): Promise<number | undefined> {
  const found = mergeOfHandle(site.handleKey, handleSecret, params['merge'] ?? '');
  if (found === undefined) await noteRefusal(site.services, actor, 'no such merge in this session');
  return found;
}
