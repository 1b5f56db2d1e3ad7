import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../data/pds/', import.meta.url);

/** The published messages that make a PDS record at birth, by file. */
export const birthTemplates: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => /^birth__create-.*\.json$/.test(file))
    .sort()
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
);

/** Such a message of an invented family; what is given replaces a placeholder. */
export function birthOf(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  const all: Readonly<Record<string, unknown>> = { ...family, ...values };
  return template.replaceAll(/"#\((\w+)\)"/g, (_, name: string) => JSON.stringify(all[name]));
}

const family = {
  babyGivenName: ['Baby'],
  familyName: 'Begum',
  babyBirthDate: '2026-11-20',
  babyBirthTime: '2026-11-20T03:14:15+00:00',
  babyBirthOrder: 1,
  babyBirthWeight: 3217,
  babyGender: 'female',
  address: { use: 'home', line: ['1 High Street'], city: 'Bolton', postalCode: 'BL1 1AA' },
  givenName: ['Salma'],
  prefix: ['Mrs'],
  birthDate: '1995-01-17',
  motherNhsNumber: '9990000026',
  telecomUse: 'home',
  telecomValue: '07700 900333',
};
