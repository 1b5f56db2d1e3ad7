import { runNamed } from '../scripts/named-command.ts';
import { linkageBench } from './linkage.ts';
import { populateBench } from './populate.ts';
import { searchBench } from './search.ts';

process.exitCode = await runNamed('bench', [populateBench, searchBench, linkageBench], process.argv.slice(2));
