import { createHash } from 'node:crypto';
import { realDay, type Day } from './calendar.ts';

/** One text of the user agreement. A text that somebody signed is never changed: a change is a new version. */
export type Agreement = {
  readonly version: number;
  readonly from: Day;
  readonly clauses: readonly string[];
};

const first: Agreement = {
  version: 1,
  from: realDay(2026, 1, 1),
  clauses: [
    'I use ContactPoint only for my work with a child, and only for a child whom that work is about.',
    'I give the true reason each time I open a record, and I look at no record of my own family, friends, neighbours or colleagues, nor at my own.',
    'I keep my password, PIN and security token to myself. I let nobody use ContactPoint in my name, and I sign out when I leave a machine.',
    'I tell nobody what I see but those who need it to help the child, and I talk about a child on the footing that I have stated.',
    'I know that every search and every opening is recorded under my name, that families can see who has looked, that use is checked by computer and by people, and that records of children who do not exist are among the rest to find misuse.',
    'I keep my training and my security check in date, and I tell my account administrator at once when I change my work, go on long leave, or lose my token.',
    'I know that deliberate use without good reason ends my access for at least 6 years under every employer, is reported to my employer, and can be a criminal offence under section 170 of the Data Protection Act 2018.',
  ],
};

/** Every text there has been, oldest first. */
const agreements: readonly Agreement[] = [first];

/** The text that is signed today. */
export const presentAgreement: Agreement = agreements.at(-1) ?? first;

/** SHA-256 of a text, kept with each signature: it shows which words were signed. */
export function agreementHash({ version, clauses }: Agreement): Buffer {
  return createHash('sha256')
    .update([String(version), ...clauses].join('\n'))
    .digest();
}
