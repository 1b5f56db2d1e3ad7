import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { addDays, realDay } from '../../src/domain/calendar.ts';
import {
  fieldsShown,
  hasEnded,
  isWhereabouts,
  whereaboutsKnown,
  withhold,
  type Contact,
  type Identity,
  type Involvement,
  type OpenRecord,
  type StoredRecord,
} from '../../src/domain/child-record.ts';
import { contactPointNumberFrom } from '../../src/domain/identifiers.ts';
import type { OrganisationKind } from '../../src/domain/organisation-kinds.ts';
import { isServiceKind, serviceKinds } from '../../src/domain/service-kinds.ts';

const today = realDay(2026, 11, 23);
const everyKind = Object.keys(serviceKinds).filter((word) => isServiceKind(word));
const sensitiveKinds = everyKind.filter((kind) => serviceKinds[kind].sensitive);
const openKinds = everyKind.filter((kind) => !serviceKinds[kind].sensitive);
const everyReader = ['nhs', 'upn', 'none', 'all'] as const;

// Each text is a random UUID of its own: where one turns up, it was let through and not met by chance.
const text = fc.uuid();
const maybeText = fc.option(text);
const day = fc.integer({ min: -6000, max: 6000 }).map((away) => addDays(today, away));
const maybeDay = fc.option(day);
const few = { maxLength: 4 } as const;

const who: fc.Arbitrary<Identity> = fc.record({
  givenNames: text,
  familyName: text,
  preferredName: maybeText,
  dateOfBirth: day,
  birthStanding: fc.constantFrom('registered', 'stated', 'estimated'),
  gender: fc.constantFrom('female', 'male', 'not specified'),
  contactPointNumber: fc.nat().map(contactPointNumberFrom),
});

const contact: fc.Arbitrary<Contact> = fc.record({
  organisation: text,
  team: text,
  telephone: text,
  email: maybeText,
  hours: text,
});

const involvementOf = (kinds: typeof everyKind): fc.Arbitrary<Involvement> =>
  fc.record({
    no: fc.nat(),
    serviceKind: fc.constantFrom(...kinds),
    own: fc.constant('others' as const),
    onBasis: fc.constant(true),
    isLead: fc.boolean(),
    assessmentExists: fc.boolean(),
    person: fc.option(fc.record({ name: text, jobTitle: text, telephone: maybeText, email: maybeText })),
    contact,
    startedOn: day,
    endedOn: maybeDay,
    confirmedOn: maybeDay,
  });

const record: fc.Arbitrary<StoredRecord> = fc.record({
  who,
  numbers: fc.record({ nhsNumber: maybeText, upn: maybeText }),
  shielded: fc.constant(false),
  whereabouts: fc.constantFrom(...whereaboutsKnown),
  responsibleCouncil: maybeText,
  livesIn: fc.option(fc.integer({ min: 201, max: 999 })),
  homes: fc.array(
    fc.record({
      addressNo: fc.nat(9),
      standing: fc.constantFrom('current', 'last known', 'carer'),
      line: text,
      town: maybeText,
      postcode: maybeText,
      council: maybeText,
      since: maybeDay,
    }),
    few,
  ),
  carers: fc.array(
    fc.record({
      name: text,
      isCouncil: fc.boolean(),
      relationship: fc.constantFrom('mother', 'father', 'council'),
      parentalResponsibility: fc.constantFrom('yes', 'no', 'not known'),
      addressNo: fc.option(fc.nat(9)),
      telephone: maybeText,
      email: maybeText,
    }),
    few,
  ),
  education: fc.array(
    fc.record({
      kind: text,
      name: maybeText,
      town: maybeText,
      since: maybeDay,
      endedOn: maybeDay,
      successor: maybeText,
      contact: fc.option(contact),
    }),
    few,
  ),
  practices: fc.array(
    fc.record({
      code: text,
      name: maybeText,
      since: maybeDay,
      endedOn: maybeDay,
      contact: fc.option(contact),
    }),
    few,
  ),
  involvements: fc.array(involvementOf(everyKind), few),
  sources: fc.array(
    fc.record({ supplier: text, says: fc.array(text, few), firstSeenOn: day, lastSeenOn: day }),
    few,
  ),
});
const reader = fc.constantFrom(...everyReader);
const closing = fc.record({ on: day, because: text });

test('a shielded record shows who the child is, and no value of anything else', () => {
  fc.assert(
    fc.property(record, reader, (stored, numbersShown) => {
      const visible = withhold({ ...stored, shielded: true }, reads(numbersShown), today);
      assert.deepEqual(visible, { kind: 'withheld', who: stored.who });
      assert.deepEqual(leaked(withoutIdentity(stored), visible), []);
    }),
  );
});

test('a closed record shows whose it is, shielded or not, and neither why nor when it was closed', () => {
  fc.assert(
    fc.property(record, closing, fc.boolean(), reader, (stored, closed, shielded, numbersShown) => {
      const visible = withhold({ ...stored, shielded, closed }, reads(numbersShown), today);
      assert.deepEqual(visible, { kind: 'closed', who: stored.who });
      assert.deepEqual(leaked({ ...withoutIdentity(stored), closed }, visible), []);
    }),
  );
});

test('two shielded children of one name cannot be told apart by anything withheld', () => {
  fc.assert(
    fc.property(record, record, reader, (one, other, numbersShown) => {
      const shown = (stored: StoredRecord) =>
        withhold({ ...stored, shielded: true, who: one.who }, reads(numbersShown), today);
      assert.deepEqual(shown(one), shown(other));
    }),
  );
});

test('nothing of a sensitive service is shown but that there is one', () => {
  const sensitive = fc.array(involvementOf(sensitiveKinds), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(record, sensitive, reader, (stored, hidden, numbersShown) => {
      const involvements = [...stored.involvements, ...hidden];
      const visible = open({ ...stored, involvements }, numbersShown);
      assert.deepEqual(leaked(hidden, visible), []);
      assert.ok(visible.involvements.every(({ serviceKind }) => !serviceKinds[serviceKind].sensitive));
    }),
  );
});

test('how many sensitive services there are, and which, changes nothing that is shown', () => {
  const present = involvementOf(sensitiveKinds).map((one) => ({ ...one, endedOn: null }));
  const some = fc.array(present, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(record, some, some, reader, (stored, these, those, numbersShown) => {
      const shown = (hidden: readonly Involvement[]) =>
        open({ ...stored, involvements: [...stored.involvements, ...hidden] }, numbersShown);
      assert.deepEqual(shown(these), shown(those));
    }),
  );
});

test('a sensitive service that has ended is not said to be involved', () => {
  fc.assert(
    fc.property(record, fc.array(involvementOf(sensitiveKinds), few), (stored, hidden) => {
      const visible = open({ ...stored, involvements: hidden }, 'all');
      const isPresent = hidden.some(({ endedOn }) => endedOn === null || endedOn >= today);
      assert.equal(visible.sensitiveServiceInvolved, isPresent);
    }),
  );
});

test('every other service is shown whole, the lead professional’s first', () => {
  fc.assert(
    fc.property(record, fc.array(involvementOf(openKinds), few), (stored, involvements) => {
      const shown = open({ ...stored, involvements }, 'none').involvements;
      assert.deepEqual(new Set(shown), new Set(involvements));
      const firstOther = shown.findIndex((one) => !one.isLead);
      assert.ok(firstOther === -1 || shown.slice(firstOther).every((one) => !one.isLead));
    }),
  );
});

test('a sensitive service without consent or cause today is not even said to be involved', () => {
  const lapsed = involvementOf(sensitiveKinds).map((one) => ({ ...one, onBasis: false, endedOn: null }));
  fc.assert(
    fc.property(record, lapsed, fc.constantFrom('mine', 'others'), (stored, one, own) => {
      const visible = open({ ...stored, involvements: [{ ...one, own }] }, 'all');
      assert.equal(visible.sensitiveServiceInvolved, false);
      assert.deepEqual(leaked(one, visible), []);
    }),
  );
});

test('a sensitive service is shown to its own people and to the relay, and is then not hinted at', () => {
  const present = involvementOf(sensitiveKinds).map((one) => ({ ...one, endedOn: null }));
  fc.assert(
    fc.property(record, present, fc.constantFrom('mine', 'team'), (stored, one, own) => {
      const shown = open({ ...stored, involvements: [{ ...one, own }] }, 'none');
      const relay = { numbersShown: 'none', organisationKind: 'contact relay' } as const;
      const brokered = withhold({ ...stored, involvements: [one] }, relay, today);
      for (const visible of [shown, brokered]) {
        assert.ok(visible.kind === 'open');
        assert.equal(visible.involvements.length, 1);
        assert.equal(visible.sensitiveServiceInvolved, false);
      }
    }),
  );
});

test('schools and practices are not told of youth justice, whoever else is', () => {
  const working = involvementOf(['youth justice']);
  fc.assert(
    fc.property(record, working, (stored, one) => {
      const shownTo = (organisationKind: OrganisationKind) => {
        const reading = { numbersShown: 'none', organisationKind } as const;
        const visible = withhold({ ...stored, involvements: [one] }, reading, today);
        return visible.kind === 'open' && visible.involvements.length === 1;
      };
      const kinds = ['school', 'GP practice', 'NHS trust', 'council services', 'police'] as const;
      assert.deepEqual(kinds.map(shownTo), [false, false, true, true, true]);
    }),
  );
});

test('each body is shown its own number; record keepers are shown both, and others neither', () => {
  fc.assert(
    fc.property(record, (stored) => {
      const { nhsNumber, upn } = stored.numbers;
      const shown = everyReader.map((numbersShown) => open(stored, numbersShown).numbers);
      assert.deepEqual(shown, [
        { nhsNumber, upn: null },
        { nhsNumber: null, upn },
        { nhsNumber: null, upn: null },
        { nhsNumber, upn },
      ]);
    }),
  );
});

test('the log names fields beyond the identity only where they were shown', () => {
  fc.assert(
    fc.property(record, closing, (stored, closed) => {
      const named = (changed: StoredRecord) => fieldsShown(withhold(changed, reads('all'), today));
      assert.deepEqual(named({ ...stored, shielded: true }), ['identity']);
      assert.deepEqual(named({ ...stored, closed }), ['identity']);
      assert.ok(named(stored).includes('address'));
    }),
  );
});

test('something ends with its last day, not on it', () => {
  assert.equal(hasEnded(null, today), false);
  assert.equal(hasEnded(today, today), false);
  assert.equal(hasEnded(addDays(today, -1), today), true);
});

test('where a child is has the law’s six answers and no seventh', () => {
  assert.equal(whereaboutsKnown.length, 6);
  assert.equal(isWhereabouts('abroad'), false);
});

function open(stored: StoredRecord, numbersShown: (typeof everyReader)[number]): OpenRecord {
  const visible = withhold(stored, reads(numbersShown), today);
  if (visible.kind !== 'open') throw new Error('The record was not open');
  return visible;
}

// In a body that is told of every service.
function reads(numbersShown: (typeof everyReader)[number]) {
  return { numbersShown, organisationKind: 'NHS trust' } as const;
}

function withoutIdentity({ who: _who, ...rest }: StoredRecord): Omit<StoredRecord, 'who'> {
  return rest;
}

/** The random texts of what was to be hidden that can be read in what is shown. */
function leaked(hidden: unknown, shown: unknown): readonly string[] {
  const visible = JSON.stringify(shown);
  const texts = JSON.stringify(hidden).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return texts.filter((one) => visible.includes(one));
}
