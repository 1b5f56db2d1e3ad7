import { runNamed } from '../scripts/named-command.ts';
import { searchBench } from './search.ts';

process.exitCode = await runNamed('bench', [searchBench], process.argv.slice(2));
