import { after, test } from 'node:test';
import { declaredStatements } from '../../src/store/statement.ts';
import '../../src/store/leavers.ts';
import '../../src/store/leaving-gate.ts';
import '../../src/store/search.ts';
import { asOwner } from '../support/accounts.ts';
import { withDatabase } from '../support/database.ts';
import { assertExpected } from '../support/expected.ts';

const database = await withDatabase({ after });

// The planner prefers to read a small table whole: so there are as many as in a large town. The names do not matter, only how many
// entries have the same key, as in a populated town: docs/search.md.
const townsEntries = [
  `insert into child (child_id, contactpoint_number, given_names, family_name, date_of_birth, gender, whereabouts, leaves_on)
    select at, 'T' || at, 'Amelia', 'Quill', '2014-03-27', 'female', 'current', '2032-03-27'
    from generate_series(1, 40000) as at`,
  `insert into child_address (child_id, address_no, standing, address_line, postcode)
    select at, 1, 'current', '1 Quill Street', 'BL1 1AA'
    from generate_series(1, 40000) as at`,
  `insert into search_entry (child_id, entry_no, is_shielded, date_of_birth, sound_given_born, sound_family_born, initials_born,
      sounds_year, sounds_outward, postcode_key, kind, gender, given_names, family_name, postcode)
    select at, 1, at % 200 = 0, '2014-03-27', at / 2, at, at / 2, at / 2, at, at / 10, 'present', 'female', 'Amelia', 'Quill', 'BL1 1AA'
    from generate_series(1, 40000) as at`,
  `insert into child_number (number_kind, number, child_id)
    select 'nhs', at::text, at from generate_series(1, 40000) as at`,
  `insert into shield (child_id, shield_no, because, raised_on)
    select at, 1, 'risk of violence', '2026-01-01' from generate_series(200, 40000, 200) as at`,
  'analyze child, child_address, search_entry, child_number, shield',
];

test('every statement of a search reads the indexes that were made for it, and no table whole', async () => {
  for (const sql of townsEntries) await asOwner(database, sql);
  await assertPlans('plans/search.txt', /^(candidates|listed)-/);
});

test('who leaves, and whether somebody has left, is read by an index', async () => {
  await assertPlans(
    'plans/leaving.txt',
    /^(who-leaves|names-of-who-leaves|count-who-leaves|record-has-left|records-left-among)$/,
  );
});

async function assertPlans(file: string, names: RegExp): Promise<void> {
  const read: string[] = [];
  for (const { name, text, takes } of declaredStatements.filter((one) => names.test(one.name))) {
    const types = takes.map((column) => column.type).join(', ');
    const values = takes.map(() => 'null').join(', ');
    const plan = await database.owner.transact(async (tx) => {
      await tx.run('set local plan_cache_mode = force_generic_plan');
      await tx.run(`prepare planned (${types}) as ${text}`);
      const { rows } = await tx.client.query<[string]>({
        text: `explain (costs off) execute planned (${values})`,
        rowMode: 'array',
      });
      await tx.run('deallocate planned');
      return rows.map(([line]) => line);
    });
    read.push(
      `${name}\n${readsOf(plan)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
  }
  assertExpected(file, read.join('\n'));
}

// What is read, and by which index. How the rows are put together is left out: it differs between versions, and costs little.
function readsOf(plan: readonly string[]): readonly string[] {
  return plan.flatMap((line) => {
    const scan = /((?:Seq|Index|Index Only|Bitmap Index) Scan.*?)(?: on (\w+))?(?: \w+)?$/.exec(
      line.replace(/^[ >-]+/, ''),
    );
    return scan === null ? [] : [scan[2] === undefined ? (scan[1] ?? '') : `${scan[1]} on ${scan[2]}`];
  });
}
