import type { Owner } from '../database.ts';
import type { Incident } from './planted.ts';

/** What the review made of a year, held against what was planted. */
export async function readVerdict(owner: Owner, incidents: readonly Incident[]) {
  const alerts = await readAlerts(owner);
  const alerted = new Set(alerts.flat());
  const planted = new Set(incidents.flatMap(({ acts }) => acts.map(({ eventId }) => eventId)));
  const isFound = ({ acts }: Incident): boolean => acts.some(({ eventId }) => alerted.has(eventId));
  const isRight = (events: readonly string[]): boolean => events.some((event) => planted.has(event));
  const [accesses, explained] = await readTotals(owner);
  const plantedAccesses = incidents.reduce((sum, { acts }) => sum + openingsOf(acts), 0);
  return {
    accesses,
    planted: incidents.length,
    plantedAccesses,
    recall: shareOf(incidents, isFound),
    recallByKind: recallByKind(incidents, isFound),
    alerts: alerts.length,
    alertShare: alerts.length / accesses,
    accessesInAlerts: alerted.size / accesses,
    precision: shareOf(alerts, isRight),
    precisionAt100: shareOf(alerts.slice(0, 100), isRight),
    // As if all that was planted were explained: the honest share is no lower than this.
    explainedShare: (explained - plantedAccesses) / Math.max(1, accesses - plantedAccesses),
    byLot: await owner.number('select count(*) from misuse_alert where random_dip'),
    held: await owner.number("select count(*) from misuse_alert where state = 'held'"),
  };
}

/** The entries of each alert, the gravest first. */
async function readAlerts(owner: Owner): Promise<readonly (readonly string[])[]> {
  const rows = await owner.rows(
    `select array_to_string(event_ids, ',') from misuse_alert
      where not random_dip and state <> 'held' order by score desc, alert_id`,
  );
  return rows.map(([events = null]) => (events ?? '').split(','));
}

async function readTotals(owner: Owner): Promise<readonly [number, number]> {
  const [[accesses, explained] = []] = await owner.rows(
    'select sum(openings + bare_searches), sum(explained) from usage_day',
  );
  return [Number(accesses), Number(explained)];
}

function recallByKind(incidents: readonly Incident[], isFound: (incident: Incident) => boolean) {
  const kinds = Map.groupBy(incidents, ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, all]) => [kind, shareOf(all, isFound)]));
}

function openingsOf(acts: Incident['acts']): number {
  const openings = acts.filter(({ act }) => act === 'open child record').length;
  return openings > 0 ? openings : acts.length;
}

function shareOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
