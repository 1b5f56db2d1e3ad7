import { runNamed } from '../scripts/named-command.ts';
import { shieldedByPlaceDrill } from './shielded-by-place.ts';
import { shieldedTimingDrill } from './shielded-timing.ts';
import { startDrill } from './start.ts';

process.exitCode = await runNamed(
  'drill',
  [startDrill, shieldedByPlaceDrill, shieldedTimingDrill],
  process.argv.slice(2),
);
