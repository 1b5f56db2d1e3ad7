import { londonDay } from '../domain/calendar.ts';
import { yearDue } from '../domain/published-year.ts';
import { publishYearOf, readPublishedYears } from '../store/published-years.ts';
import type { ServiceContext } from './context.ts';

/** Publishes the last year that is due, once. What was said of a year stays, whatever becomes of its cases. */
export async function publishYear({ database, now }: ServiceContext): Promise<void> {
  const today = londonDay(now());
  const year = yearDue(today);
  await database.transact((tx) => publishYearOf(tx, year, today, newYear(year), newYear(year + 1)));
}

// London's clocks are at Greenwich time in January.
function newYear(year: number): Date {
  return new Date(`${year}-01-01T00:00:00Z`);
}

/** What was published, latest year first. Anybody may read it: nobody in it can be recognised once its numbers are shown as published. */
export async function readPublished({ database }: ServiceContext) {
  const rows = await database.look(readPublishedYears);
  return [...Map.groupBy(rows, ({ year }) => year)].map(([year, own]) => ({
    year,
    publishedOn: own[0]?.published_on,
    punishments: own.flatMap(({ organisation_kind: kind, punished_by: by, punishment, people }) =>
      kind === null || by === null || punishment === null || people === null
        ? []
        : [{ kind, by, punishment, people }],
    ),
  }));
}

export type PublishedYear = Awaited<ReturnType<typeof readPublished>>[number];
