import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import { writeRecordPdf } from '../../src/web/record-pdf.ts';

const copy = {
  title: 'My record',
  name: 'Zoë Łukaszewska عائشة',
  madeOn: 'Made on 23 November 2026',
  parts: [
    { what: 'Names', rows: [[{ name: 'Given names', value: 'Zoë' }]] },
    { what: 'Of which nothing is held', rows: [] },
    {
      what: 'Who looked',
      rows: Array.from({ length: 120 }, (_, at) => [{ name: 'When', value: `look ${at + 1}` }]),
    },
  ],
  notes: [{ heading: 'What is not in it', lines: ['Numbers that mean nothing'] }],
};

const bytes = await writeRecordPdf(copy);
const pdf = await getDocumentProxy(new Uint8Array(bytes));

test('the PDF of a record says its title and its language, and is tagged from the first page to the last', async () => {
  const { info } = await pdf.getMetadata();
  const said = JSON.stringify(info);
  assert.match(said, /"Title":"My record"/);
  assert.match(said, /"Language":"en-GB"/);
  assert.ok(bytes.includes('pdfuaid:part'));
  assert.ok(pdf.numPages > 2);
  for (let no = 1; no <= pdf.numPages; no += 1) {
    const tree = JSON.stringify(await (await pdf.getPage(no)).getStructTree());
    assert.match(tree, /"role":"LI"/);
    if (no === 1) assert.match(tree, /"role":"H1".*"role":"H2"/);
  }
});

test('its words can be read out: every row, in order, in any script', async () => {
  const { text } = await extractText(pdf, { mergePages: true });
  for (const word of ['Zoë Łukaszewska', 'عائشة', 'Given names: Zoë', 'What is not in it'])
    assert.ok(text.includes(word), word);
  assert.ok(!text.includes('Of which nothing is held'));
  const looks = [...text.matchAll(/When: look (\d+)/g)].map(([, no]) => Number(no));
  assert.deepEqual(
    looks,
    Array.from({ length: 120 }, (_, at) => at + 1),
  );
});
