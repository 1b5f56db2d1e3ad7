import { alarmInWords } from '../domain/log-alarm.ts';
import { askWitnesses } from '../services/ask-witnesses.ts';
import { checkLog, type LogCheck } from '../services/check-log.ts';
import { notReady } from '../services/installation.ts';
import { openAlarms } from '../services/log-alarms.ts';
import { logOf } from './log-of.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type OpenInstallation, type Verb } from './verb.ts';

/** `contactpoint check-log`: whether the access log is whole, and if not, where. */
export function checkLogVerb(lines: () => AsyncIterable<string>): Verb {
  const run: Verb['run'] = (args, context) => readAndCheck(verb, args, context, lines);
  const verb: Verb = { ...told, run };
  return verb;
}

const told = {
  name: 'check-log',
  summary: "rebuild the access log's tree from its entries, and name the first that does not fit",
  help: `contactpoint check-log [--quick | --full] [--json] [--each-line]

Hashes every entry and part again, rebuilds the tree, and holds it against every checkpoint, every line of a witness, what was
signed last by the key's own folder, and what the witnesses have seen. A part may be gone only where an entry tells of
its erasure. Names the first entry that does not fit; exit code 1 then.

  --full    everything (usual)
  --quick   what came since the last check that found nothing
  --json    prints one object as the last line: ok, entries, size, first and says of what was found, seconds
  --each-line   checks once for every line that it is sent, for who checks often: starting takes longer than a short log`,
};

async function readAndCheck(
  verb: Verb,
  args: readonly string[],
  context: CliContext,
  lines: () => AsyncIterable<string>,
): Promise<number> {
  const flag = { type: 'boolean' } as const;
  const options = readOptions(args, { quick: flag, full: flag, json: flag, 'each-line': flag });
  if (!options.ok) return wrongUse(context, verb, options.fault.says);
  const { quick = false, full = false, json = false, 'each-line': eachLine = false } = options.value.values;
  if (quick && full) return wrongUse(context, verb, 'choose --quick or --full');
  const installation = await context.open();
  try {
    const unready = await notReady(installation.services.database);
    if (unready !== undefined) {
      context.err(`contactpoint check-log: ${unready}`);
      return 1;
    }
    if (!eachLine) return await check(installation, context, { quick, json });
    let code = 0;
    for await (const _line of lines()) code = await check(installation, context, { quick, json });
    return code;
  } finally {
    await installation.close();
  }
}

type Asked = { readonly quick: boolean; readonly json: boolean };

async function check(
  installation: OpenInstallation,
  context: CliContext,
  { quick, json }: Asked,
): Promise<number> {
  const log = await logOf(installation);
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
  const checked = await checkLog(log, quick ? 'quick' : 'full');
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore); // of this process: the database's is its own
  await askWitnesses(log);
  const alarms = await openAlarms(log);
  const stopping = alarms.find(({ stops }) => stops);
  const first = checked.finding ?? (stopping && { number: stopping.treeSize, says: stopping.says });
  context.out(first === undefined ? wellOf(checked, seconds) : `${first.says}.`.replace(/\.\.$/, '.'));
  for (const alarm of alarms) context.err(alarmInWords(alarm.kind, alarm.about, alarm.treeSize));
  const cpuSeconds = (user + system) / 1e6;
  if (json) context.out(JSON.stringify({ ...figuresOf(checked, first), seconds, cpuSeconds }));
  return first === undefined ? 0 : 1;
}

function wellOf(
  { entries, size, checkpoints, cosignatures, erased, waiting }: LogCheck,
  seconds: number,
): string {
  const count = (number: number): string => number.toLocaleString('en-GB');
  return [
    `The log is whole: ${count(entries)} of ${count(size)} entries checked in ${seconds.toFixed(1)} s,`,
    `${count(checkpoints)} checkpoints, ${count(cosignatures)} lines of witnesses,`,
    `${count(erased)} parts erased as their entries tell; ${count(waiting)} entries wait for their number.`,
  ].join(' ');
}

function figuresOf(
  { finding: _told, ...checked }: LogCheck,
  first: LogCheck['finding'],
): Readonly<Record<string, unknown>> {
  const found = first === undefined ? {} : { first: first.number, says: first.says };
  return { ok: first === undefined, ...checked, ...found };
}
