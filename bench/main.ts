import { runNamed } from '../scripts/named-command.ts';
import { linkageBench } from './linkage.ts';
import { logBench } from './log.ts';
import { matchingBench } from './matching.ts';
import { misuseBench } from './misuse.ts';
import { populateBench } from './populate.ts';
import { searchBench } from './search.ts';
import { signInBench } from './sign-in.ts';

process.exitCode = await runNamed(
  'bench',
  [populateBench, searchBench, linkageBench, matchingBench, signInBench, logBench, misuseBench],
  process.argv.slice(2),
);
