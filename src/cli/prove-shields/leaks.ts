import type { Probed } from '../../services/shield-probes.ts';
import { textIn, type Answered } from './visitor.ts';

/** What an answer must not do, in words that name no child. */
export type Told =
  | 'says something that is kept back'
  | 'says part of the postcode beside the name'
  | 'lists the child in a search by place'
  | 'says in a search by place that something is kept back';

/** Whether anything of the answer, headers or page, says where the child is or who helps. */
export function tellsSecret(child: Probed, { whole }: Answered, known: string): Told | undefined {
  const squeezed = squeeze(`${whole} ${textIn(whole)}`);
  const told = child.secrets.some((secret) => {
    const sought = squeeze(secret);
    return squeezed.includes(sought) && !known.includes(sought);
  });
  return told ? 'says something that is kept back' : undefined;
}

/** Of an answer that is about many: their homes, in full, and nothing that another child may share. */
export function tellsHome(child: Probed, answer: Answered): Told | undefined {
  return tellsSecret({ ...child, secrets: child.homes }, answer, '');
}

/** Whether a list says part of the child's postcode in the row of their name. */
export function tellsInRow(child: Probed, { body }: Answered): Told | undefined {
  const [outward = ''] = child.postcode.split(' ');
  const isTold = rowsOf(child, body).some((row) => new RegExp(`\\b${outward}\\b`, 'i').test(row));
  return isTold ? 'says part of the postcode beside the name' : undefined;
}

/** Whether a search by place found the child, or said that there is one whom it does not show. */
export function tellsByPlace(child: Probed, { body }: Answered): Told | undefined {
  if (rowsOf(child, body).length > 0) return 'lists the child in a search by place';
  const [main = ''] = /<main[\s\S]*<\/main>/.exec(body) ?? [];
  // Rows of others say of their own places that they are not shown; a child may be called Shields.
  const outside = main.replaceAll(/<li\b(?:(?!<\/li>)[\s\S])*<bdi>[\s\S]*?<\/li>/g, ' ');
  return /\bshield(?:ed|ing)?\b|withheld|not shown|kept back|hidden from/i.test(
    textIn(outside).replaceAll('govuk-visually-hidden', ''),
  )
    ? 'says in a search by place that something is kept back'
    : undefined;
}

// A row of a list ends where the next begins.
function rowsOf(child: Probed, body: string): readonly string[] {
  const rows = body.split(/<(?:li|tr)\b/).slice(1);
  return rows
    .map((row) => textIn(`<${row.split(/<\/(?:li|tr)>/)[0] ?? ''}`))
    .filter((row) => mayBeOf(child, row));
}

/** Whether a row of a list may be of this child: it says the name, and no other date of birth. */
export function mayBeOf({ name, bornInWords }: Probed, row: string): boolean {
  const dates: readonly string[] = row.match(/\b\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d\b/g) ?? [];
  return row.includes(name) && (dates.length === 0 || dates.includes(bornInWords));
}

function squeeze(said: string): string {
  return said.toLowerCase().replaceAll(/[\s ]+/g, '');
}

/** What is known of a user anyhow, as their own pages say it of them. */
export function knownFrom({ body }: Answered, own: readonly string[]): string {
  const [header = ''] = /<header[\s\S]*?<\/header>/.exec(body) ?? [];
  return squeeze([textIn(header), ...own].join(' | '));
}
