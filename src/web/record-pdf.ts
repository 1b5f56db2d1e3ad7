import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PdfWriter from 'pdfkit';
import type { CopyPart } from '../domain/record-copy.ts';

/** What the first page says, and the parts of the copy in order. */
export type RecordPdf = {
  readonly title: string;
  readonly name: string;
  readonly madeOn: string;
  readonly parts: readonly CopyPart[];
  /** What is not in it, and what to do about what is wrong. */
  readonly notes: readonly { readonly heading: string; readonly lines: readonly string[] }[];
};

/** A copy of a record as a tagged PDF (PDF/UA as far as pdfkit goes): headings, lists and language are there for a screen reader. */
export async function writeRecordPdf(copy: RecordPdf): Promise<Buffer> {
  const info = { Title: copy.title, Creator: 'ContactPoint', Producer: 'ContactPoint' };
  const pdf = new PdfWriter(Object.assign({ ...layout, info }, accessible));
  pdf.registerFont('regular', readFileSync(regular)).registerFont('bold', readFileSync(bold));
  const whole = bytesOf(pdf);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  heading(pdf, root, 'H1', copy.title);
  lines(pdf, root, [copy.name, copy.madeOn]);
  for (const part of copy.parts) await writePart(pdf, root, part);
  for (const note of copy.notes) {
    heading(pdf, root, 'H2', note.heading);
    list(pdf, root, note.lines);
  }
  root.end();
  pdf.end();
  return whole;
}

type Pdf = InstanceType<typeof PdfWriter>;
type Element = PDFKit.PDFStructureElement;

const margin = 56; // points: 2 cm
const large = 12; // points: large enough to read, and to be enlarged

const accessible: object = { subset: 'PDF/UA' }; // the package's types do not know it yet

// Both hold Latin with every accent that names here bear, Greek, Cyrillic and Arabic.
const regular = fontFile('DejaVuSans.ttf');
const bold = fontFile('DejaVuSans-Bold.ttf');

const layout = {
  size: 'A4',
  margin,
  pdfVersion: '1.7',
  tagged: true,
  lang: 'en-GB',
  displayTitle: true,
  font: regular,
} as const;

function fontFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`));
}

async function bytesOf(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => void chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}

const rowsAtOnce = 10; // then others are let in between: a page takes about 10 ms

async function writePart(pdf: Pdf, root: Element, { what, rows }: CopyPart): Promise<void> {
  if (rows.length === 0) return;
  heading(pdf, root, 'H2', what);
  for (const [at, row] of rows.entries()) {
    list(
      pdf,
      root,
      row.map(({ name, value }) => `${name}: ${value}`),
    );
    if (at % rowsAtOnce === rowsAtOnce - 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function heading(pdf: Pdf, root: Element, level: 'H1' | 'H2', text: string): void {
  const size = level === 'H1' ? 22 : 15;
  root.add(
    pdf.struct(level, {}, () => {
      pdf.moveDown(level === 'H1' ? 0 : 0.6);
      pdf.font('bold').fontSize(size).text(text).moveDown(0.3);
    }),
  );
}

function lines(pdf: Pdf, root: Element, texts: readonly string[]): void {
  for (const text of texts)
    root.add(pdf.struct('P', {}, () => void pdf.font('regular').fontSize(large).text(text)));
}

function list(pdf: Pdf, root: Element, texts: readonly string[]): void {
  const items = texts.map((text) =>
    pdf.struct('LI', {}, [
      pdf.struct('LBody', {}, () => void pdf.font('regular').fontSize(large).text(text)),
    ]),
  );
  root.add(pdf.struct('L', {}, items));
  pdf.moveDown(0.5);
}
