import type { NamedCommand } from '../scripts/named-command.ts';
import { raceOverCare } from './support/care-racing.ts';
import { install } from './support/installation.ts';

/** `npm run drill -- care-races`: many at once change people's work with the same children. */
export const careRacesDrill: NamedCommand = {
  name: 'care-races',
  summary:
    'many at once add, end, hand over, lead and consent for the same children; a checker looks at what stands',
  help: `npm run drill -- care-races [--operations N] [--seed N] [--children N] [--json]

Makes a council of invented children and has twelve tabs of six people, of three services, one of them sensitive, work on a few
children at once over HTTP: add, confirm, end, hand over, answer, lead, consent, withdraw,
shield, lift by two. Then a checker that knows the tables
alone looks whether a rule is broken, and whether each change that was answered as done is there, once, and in the access log.

  --operations N   how many (100000)
  --children N     among how many children (8)
  --seed N         the same seed makes the same choices (1); who is quicker is not in it`,
  options: { operations: { type: 'string' }, seed: { type: 'string' }, children: { type: 'string' } },
  run: async (asked) => {
    const { port, sql, remove } = await install(asked.say);
    try {
      const [[today] = []] = await sql(`select (now() at time zone 'Europe/London')::date`);
      asked.say('Twelve tabs work on the same children');
      const raced = await raceOverCare({
        port,
        sql,
        operations: asked.number('operations', 100_000),
        seed: asked.number('seed', 1),
        children: asked.number('children', 8),
        today: today ?? '',
        touches: true,
      });
      for (const one of raced.broken) asked.say(one);
      const { broken, ...figures } = raced;
      return { ...figures, broken: broken.length };
    } finally {
      await remove();
    }
  },
};
