import { runNamed } from '../scripts/named-command.ts';
import { corruptDrill } from './corrupt.ts';
import { crashDrill } from './crash.ts';
import { guessingDrill } from './guessing.ts';
import { failoverDrill } from './failover.ts';
import { importKillsDrill } from './import-kills.ts';
import { leavingDrill } from './leaving.ts';
import { outageDrill } from './outage.ts';
import { overloadDrill } from './overload.ts';
import { careRacesDrill } from './care-races.ts';
import { readmeDrill } from './readme.ts';
import { restoreDrill } from './restore.ts';
import { scanDrill } from './scan.ts';
import { sequencerDrill } from './sequencer.ts';
import { shieldedByPlaceDrill } from './shielded-by-place.ts';
import { shieldedTimingDrill } from './shielded-timing.ts';
import { signInTimingDrill } from './sign-in-timing.ts';
import { soakDrill } from './soak.ts';
import { startDrill } from './start.ts';
import { tamperDrill } from './tamper.ts';

process.exitCode = await runNamed(
  'drill',
  [
    startDrill,
    readmeDrill,
    crashDrill,
    outageDrill,
    leavingDrill,
    failoverDrill,
    restoreDrill,
    corruptDrill,
    overloadDrill,
    soakDrill,
    scanDrill,
    shieldedByPlaceDrill,
    careRacesDrill,
    shieldedTimingDrill,
    sequencerDrill,
    importKillsDrill,
    tamperDrill,
    signInTimingDrill,
    guessingDrill,
  ],
  process.argv.slice(2),
);
