import { londonDay } from '../domain/calendar.ts';
import { checkMapping, type CheckedMapping, type PreviewRow } from '../services/check-mapping.ts';
import { UnreadableFile } from '../domain/unreadable-file.ts';
import { feedFiles, textOfFile } from './feed-file.ts';
import { readOptions } from './options.ts';
import { wrongUse, type CliContext, type Verb } from './verb.ts';

/** `contactpoint mapping check MAPPING SAMPLE`: how a supplier's CSV file would be read by its mapping. */
export const mappingVerb: Verb = {
  name: 'mapping',
  summary: 'check how a mapping would read a case system’s CSV file',
  help: `contactpoint mapping check MAPPING SAMPLE

Checks a mapping file, and shows what each column is read as and how the first 20 rows of a sample would be taken or refused.
Nothing is stored, and no database is needed. What a mapping is: docs/feeds.md.

Exit: 0 the mapping can be used, 1 it cannot, or a file cannot be read; 2 wrong use.`,
  run: async (args, context) => {
    const options = readOptions(args, {});
    if (!options.ok) return wrongUse(context, mappingVerb, options.fault.says);
    const [act, mapping, sample, ...more] = options.value.positionals;
    if (act !== 'check' || mapping === undefined || sample === undefined || more.length > 0)
      return wrongUse(context, mappingVerb, 'name a mapping and a sample: mapping check MAPPING SAMPLE');
    try {
      const [file] = await feedFiles([sample], () => undefined);
      if (file === undefined) throw new UnreadableFile('not there');
      const checked = await checkMapping(await textOfFile(mapping), file.open(), londonDay(context.now()));
      return say(checked, context);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      context.err(`contactpoint mapping: a file cannot be read: ${error.reason}`);
      return 1;
    }
  },
};

function say(checked: CheckedMapping, context: CliContext): number {
  if (!checked.ok) {
    for (const fault of checked.faults) context.err(printable(fault));
    return 1;
  }
  const widest = Math.max(...checked.columns.map(({ column }) => column.length));
  for (const { column, fact } of checked.columns) context.out(printable(`${column.padEnd(widest)}  ${fact}`));
  context.out('');
  for (const [at, row] of checked.rows.entries())
    context.out(printable(`${String(at + 1).padStart(2)}  ${rowLine(row)}`));
  if (checked.dropped.length > 0) context.out(printable(`\nNot kept: ${checked.dropped.join(', ')}`));
  return 0;
}

function rowLine(row: PreviewRow): string {
  if (row.kind === 'read') return row.facts.map(([name, value]) => `${name}: ${value}`).join('; ');
  const { element, reason, wanted } = row.fault;
  return `refused (${row.place}): ${element}: ${reason}; wanted: ${wanted}`;
}

// A file may hold what would draw over the terminal.
function printable(text: string): string {
  return text.replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]|(?!\n)\p{Cc}/gu, '\u{FFFD}');
}
