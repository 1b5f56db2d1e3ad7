import type { Actor } from '../domain/actor.ts';
import { addDays, londonDay } from '../domain/calendar.ts';
import { countAlertsByKind } from '../store/misuse-alerts.ts';
import { countAccessesByHour, countCasesByOutcome, countTimesToOutcome } from '../store/usage-figures.ts';
import { alertRatesByNameOrigin } from './alert-rates.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { readOpenAlarmsIn } from './log-alarms.ts';

const dayMs = 86_400_000;
const shownDays = { accesses: 7, alerts: 28, outcomes: 366 } as const;

/** What the reviewers' dashboard shows. No figure is of one person: scores rank nobody (trust.md, Misuse 4). */
export async function showUsage({ database, now }: ServiceContext, actor: Actor) {
  const present = now();
  const today = londonDay(present);
  const since = (days: number): Date => new Date(present.getTime() - days * dayMs);
  return database.transact(async (tx) => {
    const figures = {
      accessesByHour: await countAccessesByHour(tx, since(shownDays.accesses)),
      alertsByKind: await countAlertsByKind(tx, addDays(today, -shownDays.alerts), today),
      timesToOutcome: await countTimesToOutcome(tx, since(shownDays.outcomes)),
      casesByOutcome: await countCasesByOutcome(tx, since(shownDays.outcomes)),
      ratesByOrigin: await alertRatesByNameOrigin(tx, addDays(today, -shownDays.outcomes), today),
      alarms: await readOpenAlarmsIn(tx),
    };
    await recordAct(tx, present, { act: 'see how it is used', accountId: actor.accountId, outcome: 'done' });
    return figures;
  });
}

export type UsageFigures = Awaited<ReturnType<typeof showUsage>>;
