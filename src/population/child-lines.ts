import type { Almanac } from './almanac.ts';
import type { ChildFacts, Known, PopulationTexts } from './child-facts.ts';
import type { Numbers } from './numbers.ts';
import { writeRecord } from './record-lines.ts';
import { writeSearchEntries } from './search-lines.ts';
import { writeSources } from './source-lines.ts';

/** Adds one child's rows to the text of each table. */
export function writeChild(
  texts: PopulationTexts,
  { numbers, almanac }: { readonly numbers: Numbers; readonly almanac: Almanac },
  facts: ChildFacts,
): void {
  const { place, bornAgo } = facts.child;
  const { upnYear } = facts.schooling;
  const known: Known = {
    texts,
    almanac,
    facts,
    id: String(numbers.childId(place)),
    born: almanac.day(bornAgo),
    contactPoint: numbers.contactPoint(place),
    nhs: numbers.nhs(place),
    upn: upnYear === undefined ? undefined : numbers.upn(place, upnYear),
    isAtHome: facts.whereabouts === 'current' || facts.whereabouts === 'last known',
    isRestricted: facts.household.shield?.because === 'restricted by the NHS',
  };
  writeRecord(known);
  writeSources(known);
  writeSearchEntries(known);
}
