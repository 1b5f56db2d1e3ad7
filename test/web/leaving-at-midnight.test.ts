import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { attainsOn, isDay } from '../../src/domain/calendar.ts';
import { routes } from '../../src/web/routes.ts';
import { importFiles } from '../support/feeds.ts';
import { openProduct } from '../support/product.ts';
import { day, patient } from '../support/pds.ts';
import { sessionOf, tokenOf } from '../support/sessions.ts';
import { textIn, type Wire } from '../support/wire.ts';

const product = await openProduct({ after });

// The instant at which each day begins in London. docs/leaving.md
const birthdays = [
  { what: 'in winter, when London and UTC agree', born: '2009-01-15', midnight: '2027-01-15T00:00:00Z' },
  { what: 'in summer, an hour before midnight in UTC', born: '2009-07-01', midnight: '2027-06-30T23:00:00Z' },
  { what: 'on the day that clocks go forward', born: '2009-03-28', midnight: '2027-03-28T00:00:00Z' },
  { what: 'the day after clocks went forward', born: '2009-03-29', midnight: '2027-03-28T23:00:00Z' },
  { what: 'on the day that clocks go back', born: '2009-10-31', midnight: '2027-10-30T23:00:00Z' },
  { what: 'the day after clocks went back', born: '2009-11-01', midnight: '2027-11-01T00:00:00Z' },
  { what: 'of a birth on 29 February, on 1 March', born: '2012-02-29', midnight: '2030-03-01T00:00:00Z' },
] as const;

for (const [at, { what, born, midnight }] of birthdays.entries())
  test(`open at 23:59:59 and closed everywhere at 00:00:00, ${what}`, async () => {
    const child = { nhs: nhsNumbers[at] ?? '', family: `Quorfax${'abcdefgh'[at]}`, born };
    await bring(child);
    const [before, begins] = [new Date(Date.parse(midnight) - 1000), new Date(midnight)];
    product.setClock(before.toISOString());
    await letPeopleWork(before);
    const visitor = await sessionOf(product, 'ruth.barlow');
    const list = textIn((await visitor.send('GET', '/')).body);
    assert.match(list, new RegExp(child.family));
    const search = await searchFor(visitor, child);
    const [, handle = ''] = /"\/children\/([\w-]+)"/.exec((await visitor.send('GET', search)).body) ?? [];
    const grounds = { reason: 'emergency', footing: 'urgent', ...(await tokenOf(visitor)) };
    assert.match(
      textIn((await visitor.post(`/children/${handle}/views`, grounds)).body),
      new RegExp(child.family),
    );

    product.setClock(begins.toISOString());
    for (const path of [search, ...ways(handle, 'GET')]) {
      const { status, body } = await visitor.send('GET', path);
      assert.ok(!textIn(body).includes(child.family), `${path} tells of her, ${status}`);
      assert.ok(
        !path.includes(handle) || path.endsWith('/shielded') || status !== 200,
        `${path} was answered ${status}`,
      );
    }
    for (const path of ways(handle, 'POST')) {
      const { body } = await visitor.post(path, grounds);
      assert.ok(!textIn(body).includes(child.family), `${path} tells of her`);
    }
  });

const nhsNumbers = [
  '9990009996',
  '9990000026',
  '9990000034',
  '9990000042',
  '9990000050',
  '9990000069',
  '9990000077',
];

/** Every address that names a child, and every list of children. */
function ways(handle: string, method: 'GET' | 'POST'): readonly string[] {
  return routes
    .filter(
      (route) =>
        route.method === method &&
        (route.path.includes(':child') || (method === 'GET' && route.shows === 'children')),
    )
    .map(({ path }) => path.replace(':child', handle).replaceAll(/:\w+/g, '1'));
}

/** She comes in as the NHS sends her, and the health visitor works with her. */
async function bring({ nhs, family, born }: { nhs: string; family: string; born: string }): Promise<void> {
  assert.ok(isDay(born) && attainsOn(born, 18) > day('2026-11-22'));
  const identifier = [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhs }];
  const named = { name: [{ use: 'usual', given: ['Zebedina'], family }], birthDate: born };
  const { counts } = await importFiles(product.database.application, {
    'one.json': patient({ id: nhs, identifier, ...named }),
  });
  assert.equal(counts.refused, 0);
  await product.sql(
    `insert into involvement (child_id, involvement_no, team_id, practitioner_id, started_on)
      select child_id, 1, team_id, practitioner_id, '2026-11-23'
      from child, account join practitioner using (practitioner_id)
      where nhs_number = $1 and user_name = 'ruth.barlow'`,
    [nhs],
  );
}

async function letPeopleWork(now: Date): Promise<void> {
  await product.sql(
    `update account set vetted_on = $1::date - 1, trained_on = $1::date - 1, agreement_signed_on = $1::date - 1`,
    [now],
  );
  await product.sql(`update organisation set accredited_until = $1::date + 300`, [now]);
}

async function searchFor(wire: Wire, { family, born }: { family: string; born: string }): Promise<string> {
  const [year = '', month = '', dayOfMonth = ''] = born.split('-');
  const date = { 'dateOfBirth-day': dayOfMonth, 'dateOfBirth-month': month, 'dateOfBirth-year': year };
  const sent = await wire.post('/searches', {
    familyName: family,
    givenName: 'Zebedina',
    ...date,
    ...(await tokenOf(wire)),
  });
  return sent.headers.get('location') ?? '';
}
