import type { CoveredDay } from '../../domain/week-coverage.ts';
import { html, type Html } from './html.ts';
import { scrolling } from './components/table.ts';

/** A week drawn hour by hour, and what is not covered in words; the drawing alone would tell nothing to who cannot see it. */
export function weekGrid(coverage: readonly CoveredDay[]): Html {
  const gaps = coverage.filter(({ hours }) => hours.includes(false));
  const says =
    gaps.length === 0
      ? html`<p class="govuk-body">Somebody answers at every hour of the week, and on bank holidays.</p>`
      : html`<p class="govuk-body">Nobody answers:</p>
          <ul class="govuk-list govuk-list--bullet">
            ${gaps.map(({ day, hours }) => html`<li>${day}: ${gapsInWords(hours)}</li>`)}
          </ul>`;
  return html`${says} ${scrolling('When the duty desks answer', grid(coverage))}`;
}

function grid(coverage: readonly CoveredDay[]): Html {
  return html`<table class="app-week">
    <caption class="govuk-visually-hidden">
      Each hour of the week, and whether a duty desk answers
    </caption>
    <thead>
      <tr>
        <td></td>
        ${hoursNamed.map((hour) => html`<th scope="col">${hour}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${coverage.map(
        ({ day, hours }) =>
          html`<tr>
            <th scope="row">${day}</th>
            ${hours.map(cell)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const hoursNamed = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

function cell(covered: boolean): Html {
  return covered
    ? html`<td class="app-week__on"><span class="govuk-visually-hidden">yes</span></td>`
    : html`<td class="app-week__off"><span class="govuk-visually-hidden">no</span></td>`;
}

// 0:00 to 8:00 and 17:00 to 24:00
function gapsInWords(hours: readonly boolean[]): string {
  const starts = hours.flatMap((covered, hour) => (!covered && (hours[hour - 1] ?? true) ? [hour] : []));
  const parts = starts.map((start) => {
    const length = hours.slice(start).findIndex((covered) => covered);
    return `${start}:00 to ${length === -1 ? 24 : start + length}:00`;
  });
  return parts.join(' and ');
}
