import { runNamed } from '../scripts/named-command.ts';
import { sequencerDrill } from './sequencer.ts';
import { shieldedByPlaceDrill } from './shielded-by-place.ts';
import { shieldedTimingDrill } from './shielded-timing.ts';
import { startDrill } from './start.ts';
import { tamperDrill } from './tamper.ts';

process.exitCode = await runNamed(
  'drill',
  [startDrill, shieldedByPlaceDrill, shieldedTimingDrill, sequencerDrill, tamperDrill],
  process.argv.slice(2),
);
