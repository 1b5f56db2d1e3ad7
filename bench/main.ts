import { runNamed } from '../scripts/named-command.ts';
import { populateBench } from './populate.ts';
import { searchBench } from './search.ts';

process.exitCode = await runNamed('bench', [populateBench, searchBench], process.argv.slice(2));
