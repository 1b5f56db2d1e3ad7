// A program that starts the database of the directory it is given, says where it is, and then waits to be killed.
import { startEmbedded } from '../../src/database/embedded.ts';

const [dataDirectory = ''] = process.argv.slice(2);
const embedded = await startEmbedded({ dataDirectory });
process.stdout.write(`${embedded.ownerUrl}\n`);
setInterval(() => undefined, 1000);
