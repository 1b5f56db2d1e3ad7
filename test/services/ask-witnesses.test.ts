import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startWitness } from '../../src/cli/witness.ts';
import { askWitnesses } from '../../src/services/ask-witnesses.ts';
import { witnessesBeside, openLogFiles } from '../../src/services/log-files.ts';
import { goOn, sequenceRound } from '../../src/services/sequence-log.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { addEntries, logOn } from '../support/log.ts';
import { listenAnywhere } from '../support/program.ts';

type Cleaning = { readonly after: (work: () => Promise<void>) => void };

/** A log with a witness of its own in a process of its own. */
async function watched(t: Cleaning) {
  const closing: (() => Promise<void>)[] = [];
  t.after(async () => {
    for (const close of closing.toReversed()) await close();
  });
  const cleaning = { after: (work: () => Promise<void>) => void closing.push(work) };
  const data = mkdtempSync(join(tmpdir(), 'contactpoint-watched-'));
  cleaning.after(() => Promise.resolve(rmSync(data, { recursive: true, force: true })));
  const database = await withDatabase(cleaning);
  const folder = join(data, 'log');
  openLogFiles(folder);
  const witness = await startWitness(data, 0);
  cleaning.after(witness.stop);
  const log = { ...logOn(cleaning, database, { folder }), witnesses: () => witnessesBeside(data, undefined) };
  return { database, log, witness, data, cleaning };
}

test('each checkpoint is shown to the witness, whose line is kept under it', async (t) => {
  const { database, log } = await watched(t);
  for (let round = 0; round < 3; round += 1) {
    await addEntries(database, 4, `2026-11-23T1${round}:00:00Z`);
    await sequenceRound(log);
    assert.deepEqual(await askWitnesses(log), []);
  }
  const rows = await asOwner(database, 'select tree_size from log_cosignature order by tree_size');
  assert.deepEqual(rows.flat(), ['4', '8', '12']);
});

test('a witness that signed what did not reach us is asked from where it stands', async (t) => {
  const { database, log } = await watched(t);
  await addEntries(database, 4);
  await sequenceRound(log);
  await askWitnesses(log);
  await asOwner(database, 'delete from log_cosignature');
  await addEntries(database, 4, '2026-11-23T11:00:00Z');
  await sequenceRound(log);
  assert.deepEqual(await askWitnesses(log), []);
});

test('an old copy brought back is refused by the witness, and nothing more is signed', async (t) => {
  const { database, log } = await watched(t);
  await addEntries(database, 4);
  await sequenceRound(log);
  await askWitnesses(log);
  const copy = await asOwner(
    database,
    `select encode(root, 'hex'), encode(hashes, 'hex') from log_tree, log_tile`,
  );
  await addEntries(database, 4, '2026-11-23T11:00:00Z');
  await sequenceRound(log);
  await askWitnesses(log);

  // The database as it was before, on a machine that has not its memory either.
  const [[root, hashes] = []] = copy;
  await asOwner(
    database,
    `delete from log_entry where number >= 4;
    delete from log_checkpoint where tree_size > 4;
    delete from log_cosignature where tree_size > 4;
    update log_tree set tree_size = 4, root = '\\x${root}';
    update log_tile set hashes = '\\x${hashes}'`,
  );
  log.files.write('checkpoint', '');
  const name = log.witnesses()[0]?.verifier.name ?? '';
  await asOwner(database, 'delete from log_cosignature');
  assert.deepEqual(await askWitnesses(log), [{ kind: 'witness ahead', about: name, treeSize: 4 }]);
  await addEntries(database, 1, '2026-11-23T12:00:00Z');
  assert.deepEqual(await sequenceRound(log), {
    kind: 'stopped',
    alarm: 'witness ahead',
    about: name,
    size: 4,
  });

  // A person says go on, without having mended anything: the other history is found out.
  await goOn(log);
  await addEntries(database, 9, '2026-11-23T12:30:00Z');
  await sequenceRound(log);
  assert.deepEqual(await askWitnesses(log), [{ kind: 'witness disagrees', about: name, treeSize: 14 }]);
  assert.equal((await sequenceRound(log)).kind, 'stopped');
});

test('a witness that is down is an alarm, once, and no outage; it ends when the witness is back', async (t) => {
  const { database, log, witness, data, cleaning } = await watched(t);
  await witness.stop();
  await addEntries(database, 1);
  await sequenceRound(log);
  const [alarm] = await askWitnesses(log);
  assert.equal(alarm?.kind, 'witness unreachable');
  assert.deepEqual(await askWitnesses(log), []);
  await addEntries(database, 1, '2026-11-23T12:00:00Z');
  assert.equal((await sequenceRound(log)).kind, 'sequenced');
  const again = await startWitness(data, 0);
  cleaning.after(again.stop);
  assert.deepEqual(await askWitnesses(log), []);
  const rows = await asOwner(database, 'select count(*) from log_alarm where ended_at is null');
  assert.deepEqual(rows.flat(), ['0']);
});

const bad: Readonly<Record<string, { readonly alarm: string; readonly answer: RequestListener }>> = {
  'lies with another signature': {
    alarm: 'witness lies',
    answer: (_request, response) =>
      response.writeHead(200).end(`\u2014 witness.example/w ${Buffer.alloc(76, 1).toString('base64')}\n`),
  },
  'answers nonsense': {
    alarm: 'witness lies',
    answer: (_request, response) => response.writeHead(200).end('<html>'),
  },
  'is slow': { alarm: 'witness unreachable', answer: () => undefined },
  'breaks down': {
    alarm: 'witness unreachable',
    answer: (_request, response) => response.writeHead(500).end(),
  },
  'does not know the log': {
    alarm: 'witness refuses',
    answer: (_request, response) => response.writeHead(404).end(),
  },
  'names a size that is none': {
    alarm: 'witness refuses',
    answer: (_request, response) => response.writeHead(409).end('many\n'),
  },
  'says that it is ahead': {
    alarm: 'witness ahead',
    answer: (_request, response) => response.writeHead(409).end('900\n'),
  },
  'always disagrees': {
    alarm: 'witness disagrees',
    answer: (_request, response) => response.writeHead(422).end(),
  },
};

for (const [what, { alarm, answer }] of Object.entries(bad))
  test(`a witness that ${what} is told in words, and never in a signature`, async (t) => {
    const { database, log } = await watched(t);
    const server = createServer(answer);
    const { port } = await listenAnywhere(server);
    t.after(() => server.closeAllConnections());
    t.after(() => void server.close());
    const [witness] = log.witnesses();
    assert.ok(witness !== undefined);
    const misled = { ...log, witnesses: () => [{ ...witness, url: `http://127.0.0.1:${port}` }] };
    await addEntries(database, 2);
    await sequenceRound(misled);
    const raised = await askWitnesses(misled);
    assert.deepEqual(
      raised.map(({ kind }) => kind),
      [alarm],
    );
    assert.deepEqual(await asOwner(database, 'select * from log_cosignature'), []);
  });
