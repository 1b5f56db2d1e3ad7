import { runNamed } from '../scripts/named-command.ts';
import { startDrill } from './start.ts';

process.exitCode = await runNamed('drill', [startDrill], process.argv.slice(2));
