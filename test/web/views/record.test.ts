import assert from 'node:assert/strict';
import { test } from 'node:test';
import { realDay } from '../../../src/domain/calendar.ts';
import type { Carer, Contact, Home, OpenRecord } from '../../../src/domain/child-record.ts';
import { contactPointNumberFrom } from '../../../src/domain/identifiers.ts';
import { markupOf } from '../../../src/web/views/html.ts';
import { recordView } from '../../../src/web/views/record.ts';

const now = new Date('2026-11-23T10:00:00Z'); // a Monday
const since = realDay(2024, 9, 1);

const bare: OpenRecord = {
  kind: 'open',
  who: {
    givenNames: 'Oliver',
    familyName: 'Ashdown',
    preferredName: null,
    dateOfBirth: realDay(2016, 3, 27),
    birthStanding: 'registered',
    gender: 'male',
    contactPointNumber: contactPointNumberFrom(42),
  },
  numbers: { nhsNumber: null, upn: null },
  whereabouts: 'current',
  responsibleCouncil: null,
  livesIn: 350,
  homes: [],
  carers: [],
  education: [],
  practices: [],
  involvements: [],
  sources: [],
  sensitiveServiceInvolved: false,
};

const team: Contact = {
  organisation: 'Bolton NHS Foundation Trust',
  team: 'School nursing, Bolton East',
  telephone: '01614960008',
  email: null,
  hours: 'Mon-Fri 09:00-17:00; not bank holidays',
};

test('a school is named with its town once', () => {
  const school = {
    kind: 'school',
    since,
    endedOn: null,
    successor: null,
    contact: null,
    town: 'Bolton',
  } as const;
  assert.match(
    shown({ education: [{ ...school, name: 'The Olive School, Bolton' }] }),
    /Olive School, Bolton(?!, Bolton)/,
  );
  assert.match(shown({ education: [{ ...school, name: 'Birtenshaw' }] }), /Birtenshaw, Bolton/);
});

test('that a supplier names none, that its file is late, and that nobody was ever asked are told apart', () => {
  const last = realDay(2026, 11, 1);
  const source = { supplier: 'St Mary’s', says: [], firstSeenOn: last, lastSeenOn: last };
  const school = { ...source, maySay: ['school'] as const };
  assert.match(shown({}), /No supplier has told of a school\. That does not mean that there is none\./);
  assert.match(
    shown({ sources: [school] }),
    /St Mary’s named no school when it last spoke of the child, on 1 November 2026\./,
  );
  const rhythm = { everyDays: 7, lastOn: last, since: last };
  assert.match(
    shown({ sources: [{ ...school, rhythm }] }),
    /No school is shown: the file of St Mary’s is late\. It was due by 8 November 2026\./,
  );
});

test('two homes are told apart by who is there', () => {
  const homes = [home(1, 'current'), home(2, 'carer')];
  const carers = [carer({ name: 'Ana Ashdown', addressNo: 1 }), carer({ name: 'Ben Ashdown', addressNo: 2 })];
  const text = shown({ homes, carers });
  assert.match(text, /Home with Ana Ashdown[^]*Home with Ben Ashdown/);
});

for (const parentalResponsibility of ['yes', 'no', 'not known'] as const)
  test(`parental responsibility is shown as ${parentalResponsibility}`, () => {
    const text = shown({ homes: [home(1, 'current')], carers: [carer({ parentalResponsibility })] });
    assert.match(text, new RegExp(`Parental responsibility: ${parentalResponsibility}<`));
  });

test('being educated otherwise is shown as a fact, not as a gap', () => {
  const text = shown({ education: [{ ...school, kind: 'educated otherwise', name: null, contact: null }] });
  assert.match(text, /Educated otherwise/);
  assert.doesNotMatch(text, /No school/);
});

test('a closed school names its successor', () => {
  const text = shown({ education: [{ ...school, successor: 'Heaton Academy' }] });
  assert.match(text, /Its successor is Heaton Academy/);
});

test('a child may be educated at two places at once', () => {
  const text = shown({ education: [school, { ...school, name: 'Bolton College' }] });
  assert.match(text, /Heaton School[^]*Bolton College/);
});

test('an assessment that a service holds is said to exist, and nothing more', () => {
  const text = shown({ involvements: [{ ...involvement, assessmentExists: true }] });
  assert.match(text, /Holds an assessment\./);
});

test('what is not recorded is said so, and never as none', () => {
  const text = shown({});
  assert.match(text, /No service is recorded. That does not mean that none is involved/);
  assert.match(text, /No parent or carer is recorded/);
});

test('a service that has ended stands apart, folded away', () => {
  const text = shown({ involvements: [{ ...involvement, endedOn: realDay(2026, 1, 31) }] });
  assert.match(text, /Services that have ended \(1\)[^]*Ended 31 January 2026/);
  assert.match(text, /No service is recorded/);
});

const school = {
  kind: 'school',
  name: 'Heaton School',
  town: 'Bolton',
  since,
  endedOn: null,
  successor: null,
  contact: { ...team, organisation: 'Heaton School', team: 'School office' },
} as const;

const involvement = {
  no: 1,
  own: 'others',
  onBasis: false,
  serviceKind: 'school nursing',
  isLead: false,
  assessmentExists: false,
  person: null,
  contact: team,
  startedOn: since,
  endedOn: null,
  confirmedOn: null,
} as const;

function home(addressNo: number, standing: Home['standing']): Home {
  return {
    addressNo,
    standing,
    line: `${addressNo} Mill Lane`,
    town: 'Bolton',
    postcode: 'BL1 1AA',
    council: 'Bolton',
    since,
  };
}

function carer(some: Partial<Carer>): Carer {
  return {
    name: 'Ana Ashdown',
    isCouncil: false,
    relationship: 'parent',
    parentalResponsibility: 'yes',
    addressNo: 1,
    telephone: '07700900123',
    email: null,
    ...some,
  };
}

function shown(some: Partial<OpenRecord>): string {
  return markupOf(recordView({ ...bare, ...some }, { desks: [], relay: undefined }, now)).replaceAll(
    /\s+/g,
    ' ',
  );
}
