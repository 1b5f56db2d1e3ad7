import { showDay, type Day } from '../../domain/calendar.ts';
import { linkButton } from './components/button.ts';
import { tag } from './components/tag.ts';
import { html, type Html } from './html.ts';

/** One child that a search found: just enough to choose. */
export type FoundChild = {
  readonly name: string;
  readonly bornOn: Day;
  /** As it is said: "12 years", "5 months". */
  readonly age: string;
  /** Absent where the place is not shown, for whatever reason. */
  readonly partPostcode?: string | null | undefined;
  /** Why the child is in the list: "Same name and date of birth". */
  readonly why: string;
  readonly isNew?: boolean | undefined;
  /** Another service has joined since its reader last opened the record: not which. */
  readonly someoneJoined?: boolean | undefined;
  /** Leads to the reason for opening. Names no child. */
  readonly openHref: string;
};

/** The children under one heading, in the order given; `level` is one below that heading's. */
export function resultRows(children: readonly FoundChild[], level: 2 | 3 = 2): Html {
  return html`<ul class="app-results">
    ${children.map((child) => resultRow(child, `h${level}`))}
  </ul>`;
}

function resultRow(child: FoundChild, heading: string): Html {
  return html`<li class="app-result">
    <${heading} class="app-result__name"><bdi>${child.name}</bdi>${child.isNew === true && html` ${tag({ text: 'New' })}`}${child.someoneJoined === true && html` ${tag({ text: 'Someone joined' })}`}</${heading}>
    <dl class="app-result__facts">
      <div>
        <dt>Born</dt>
        <dd>${showDay(child.bornOn)} <span class="app-result__age">(${child.age})</span></dd>
      </div>
      <div>
        <dt>Place</dt>
        <dd>${child.partPostcode ?? 'not shown'}</dd>
      </div>
      <div class="app-result__why">
        <dt>Why</dt>
        <dd>${child.why}</dd>
      </div>
    </dl>
    <p class="app-result__open">${openButton(child)}</p>
  </li>`;
}

function openButton({ openHref, name }: FoundChild): Html {
  const text = html`Open <span class="govuk-visually-hidden">record of <bdi>${name}</bdi></span>`;
  return linkButton({ text, href: openHref, kind: 'secondary' });
}
