import { londonDay, showDay, type Day } from '../../domain/calendar.ts';
import { stateOfShield, type ShieldState } from '../../domain/shielding.ts';
import { lastShieldCheck } from '../../services/check-shields.ts';
import { seeShields } from '../../services/shields.ts';
import { pageReply, type Reply } from '../reply.ts';
import { shieldHandle } from '../secrecy.ts';
import { scrolling, table } from '../views/components/table.ts';
import { tag } from '../views/components/tag.ts';
import { html, type Html } from '../views/html.ts';
import type { SignedInVisit } from '../visit.ts';
import { faultReply } from './faults.ts';
import { frame } from './frame.ts';

/** The shields that the council of the user decides about, those that wait for somebody first. */
export async function showShields(visit: SignedInVisit): Promise<Reply> {
  const asked = Number(visit.query['page'] ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 && asked <= 5000 ? asked : 1;
  const seen = await seeShields(visit.site.services, visit.actor, page);
  if (!seen.ok) return faultReply(visit, seen.fault);
  const { rows, hasMore, receipt } = seen.value;
  const check = await lastShieldCheck(visit.site.services);
  const main = html`${explained} ${checkLine(check)} ${rows.length === 0 ? none : shieldTable(visit, rows)}
  ${hasMore && html`<p class="govuk-body"><a class="govuk-link" href="/shields?page=${page + 1}">More shields</a></p>`}`;
  return pageReply(
    frame(visit, {
      title: 'Shields',
      caption: visit.actor.organisationName,
      main,
      showsChild: true,
      width: 'full',
      receipt,
    }),
  );
}

const explained = html`<p class="govuk-body">
  Shields that your council decides about; those that wait for somebody come first. A shield stands until two
  people lift it, whatever it waits for. Where a child is stands on none of these pages.
</p>`;
const none = html`<p class="govuk-body">No shield stands.</p>`;

function checkLine(check: Awaited<ReturnType<typeof lastShieldCheck>>): Html {
  if (check === undefined) return html``;
  const { checkedOn, shielded, broken } = check;
  const found = broken.length === 0 ? 'every rule held' : `not held: ${broken.join('; ')}`;
  return html`<p class="govuk-body-s">
    Checked by the clock on ${showDay(checkedOn)}, ${shielded} shielded children: ${found}.
  </p>`;
}

type Listed = Extract<Awaited<ReturnType<typeof seeShields>>, { readonly ok: true }>['value']['rows'][number];

function shieldTable(visit: SignedInVisit, rows: readonly Listed[]): Html {
  const today = londonDay(visit.site.services.now());
  return scrolling(
    'Shields',
    table({
      head: [
        { text: 'Children covered' },
        { text: 'Why' },
        { text: 'Asked' },
        { text: 'State' },
        { text: 'Due' },
      ],
      rows: rows.map((row) => rowOf(visit, row, today)),
      firstCellIsHeader: true,
    }),
  );
}

function rowOf({ site, handleSecret }: SignedInVisit, row: Listed, today: Day) {
  const href = `/shields/${shieldHandle(site.handleKey, handleSecret, row.protectionId)}`;
  const [first, ...others] = row.children;
  const name = first === undefined ? 'Nobody now' : `${first.givenNames} ${first.familyName}`;
  return [
    {
      text: html`<a class="govuk-link" href="${href}"><bdi>${name}</bdi></a
        >${others.length > 0 && html` and ${others.length} more`}`,
    },
    { text: row.because },
    { text: showDay(londonDay(row.askedAt)) },
    { text: shieldTag(stateOfShield(row, today), row.isNarrowing) },
    { text: showDay(row.reviewOn ?? row.decideBy) },
  ];
}

const looks = {
  'second person': ['Lifting needs a second person', 'orange'],
  'decision overdue': ['Decision overdue', 'red'],
  'to be decided': ['To be decided', 'yellow'],
  'to be reviewed': ['To be looked at again', 'yellow'],
  stands: ['Stands', 'green'],
} as const satisfies Readonly<Record<ShieldState, readonly [string, string]>>;

/** What a shield waits for, as a tag. */
export function shieldTag(state: ShieldState, isNarrowing: boolean): Html {
  const [text, colour] = isNarrowing && state !== 'decision overdue' ? looks['second person'] : looks[state];
  return tag({ text, colour });
}
