// A witness of ContactPoint's access log: it remembers the last checkpoint that it signed, and signs only what continues
// it. It shares no code with the service that it watches, and should run on another machine, kept by somebody else.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { judge, longestRequest } from './judge.ts';
import { openStore } from './store.ts';

const help = `node witness/main.ts --folder DIR --log FILE [--port N] [--name NAME]

Speaks C2SP tlog-witness (POST /add-checkpoint) on 127.0.0.1.

  --folder DIR   keeps the witness's own key there, and the last checkpoint of each log
  --log FILE     a line for each log that is watched: its verifier key; read again when an unknown log asks
  --port N       where to listen (3002); 0 takes any that is free
  --name NAME    the name it signs under, fixed at the first start (witness.example/ and eight letters)
  --with-parent  ends when its standard input does, as where another program started it`;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    log: { type: 'string' },
    port: { type: 'string', default: '3002' },
    name: { type: 'string' },
    'with-parent': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.folder === undefined || values.log === undefined) {
  process.stdout.write(`${help}\n`);
  process.exit(values.help ? 0 : 2);
}

const store = openStore(values.folder, values.log, values.name);
const server = createServer((request, response) => void answer(request, response));
server.requestTimeout = 10_000;
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  store.publish(`http://127.0.0.1:${port}`);
  process.stdout.write(`Witness ${store.verifierLine}@http://127.0.0.1:${port}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
if (values['with-parent']) process.stdin.on('end', () => process.exit(0)).resume();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/add-checkpoint') {
    response.writeHead(404).end();
    return;
  }
  try {
    const verdict = judge(await read(request), store, Math.floor(Date.now() / 1000));
    response.writeHead(verdict.status, { 'content-type': verdict.type }).end(verdict.body);
  } catch {
    response.writeHead(500).end(); // what could not be kept is not signed
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > longestRequest) break; // judged as it is: too long to be a request
  }
  return text;
}
