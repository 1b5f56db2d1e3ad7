import { isDay, type Day } from '../domain/calendar.ts';
import { parseUpn, type Upn } from '../domain/identifiers.ts';
import type { FeedItem, SourceInvolvement } from '../domain/source-row.ts';
import { writtenOn } from './child-facts.ts';
import { plainText, readBirthDate, refusal, type Read } from './facts.ts';
import { readSaid, type Said, type Taken } from './said.ts';
import { anotherRoot, xmlFault } from './xml-faults.ts';
import { cutXml, type XmlElement } from './xml-stream.ts';

const root = 'Message';
const childPath = 'Message/Children/Child';
const councilPath = 'Message/Header/Source/LEA';
const writtenPath = 'Message/Header/Source/DateTime';

type Fact = 'key' | 'upn' | 'date of birth' | 'since' | 'until' | 'no further action';

// All that is taken of a census that is mostly about the case: who the child is, and since when the service is involved.
const taken: Taken<Fact> = {
  ChildIdentifiers: { LAchildID: 'key', UPN: 'upn', PersonBirthDate: 'date of birth' },
  CINdetails: [
    'episodes',
    { CINreferralDate: 'since', CINclosureDate: 'until', ReferralNFA: 'no further action' },
  ],
};

// The other elements of the census (DfE children in need guide, 2021 to 2026): named where they are dropped, and never read.
const known: ReadonlySet<string> = new Set(
  (
    'FormerUPN UPNunknown ExpectedPersonBirthDate GenderCurrent Sex PersonDeathDate ChildCharacteristics Ethnicity Disabilities ' +
    'Disability ReferralSource PrimaryNeedCode ReasonForClosure DateOfInitialCPC Assessments CINPlanDates Section47 ' +
    'ChildProtectionPlans PreProceedingsandFGDM UnaccompaniedAsylumSeekingChildren'
  ).split(' '),
);

/** Reads a Children in Need census: that the council's service is involved with a child, since when, and nothing else. */
export async function* readCinCensus(bytes: AsyncIterable<Uint8Array>, today: Day): AsyncGenerator<FeedItem> {
  let council = '';
  let written = '';
  let isEmpty = true;
  for await (const piece of cutXml(bytes, (path) => path === childPath)) {
    if (piece.kind === 'fault') {
      yield xmlFault(piece.reason, piece.line);
      return;
    }
    if (piece.kind === 'root' && piece.name !== root) {
      yield anotherRoot('children in need census', root);
      return;
    }
    if (piece.kind === 'value' && piece.path === councilPath) council = piece.text;
    if (piece.kind === 'value' && piece.path === writtenPath) written = piece.text;
    if (piece.kind !== 'record') continue;
    if (isEmpty) yield { kind: 'about', sender: council, ...writtenOn(written) };
    isEmpty = false;
    yield childItem(piece.element, council, `line ${piece.line}`, today);
  }
  if (isEmpty) yield { kind: 'not taken', message: 'children in need census without children' };
}

function childItem(element: XmlElement, council: string, place: string, today: Day): FeedItem {
  const said = readSaid(element, taken, known);
  const read = involvementOf(said, council, today);
  if (!read.ok) return { kind: 'fault', fault: read.fault, place };
  if (read.value === undefined)
    return { kind: 'not taken', message: 'Child of whom every referral led to no further action' };
  return { kind: 'involvement', involvement: read.value, place, dropped: said.dropped };
}

function involvementOf(
  { facts, groups, saidTwice }: Said<Fact>,
  council: string,
  today: Day,
): Read<SourceInvolvement | undefined> {
  const episodes = groups.get('episodes') ?? [];
  const twice = saidTwice ?? episodes.find((one) => one.saidTwice !== undefined)?.saidTwice;
  if (twice !== undefined) return refusal(twice, 'said twice', 'one of them');
  if (!/^[1-9]\d{2}$/.test(council))
    return refusal(
      'Message.Header.Source.LEA',
      'missing before the children, or no council',
      'three digits, like 350',
    );
  const key = plainText(facts.get('key') ?? '');
  if (key === undefined)
    return refusal('Child.ChildIdentifiers.LAchildID', 'missing', 'the council’s own key of the child');
  const dateOfBirth = readBirthDate(
    'Child.ChildIdentifiers.PersonBirthDate',
    facts.get('date of birth'),
    today,
  );
  if (!dateOfBirth.ok) return dateOfBirth;
  const upn = readUpn(facts.get('upn'));
  if (!upn.ok) return upn;
  const span = spanOf(episodes, today);
  if (!span.ok) return span;
  if (span.value === undefined) return { ok: true, value: undefined };
  const involvement = {
    supplierKey: key,
    councilCode: Number(council),
    service: 'social care',
    dateOfBirth: dateOfBirth.value,
    ...(upn.value === undefined ? {} : { upn: upn.value }),
    ...span.value,
  } as const;
  return { ok: true, value: involvement };
}

// There is no name in this census: a child of whom the pupil number is wrong would find nobody, or somebody else.
function readUpn(text: string | undefined): Read<Upn | undefined> {
  if (text === undefined) return { ok: true, value: undefined };
  const upn = parseUpn(text);
  if (upn.ok) return { ok: true, value: upn.value };
  return refusal(
    'Child.ChildIdentifiers.UPN',
    'not a pupil number: its letter does not check the rest',
    '13 characters, like T999400126001, or none and the reason in UPNunknown',
  );
}

type Span = Pick<SourceInvolvement, 'startedOn' | 'endedOn'>;

/** When the service is involved: since the open referral, or else from the latest closed one until it closed. */
function spanOf(episodes: readonly Said<Fact>[], today: Day): Read<Span | undefined> {
  if (episodes.length === 0) return refusal('Child.CINdetails', 'missing', 'at least one referral');
  const spans: Span[] = [];
  for (const { facts } of episodes) {
    const span = episodeOf(facts, today);
    if (!span.ok) return span;
    if (!/^(?:1|true)$/i.test(facts.get('no further action') ?? '')) spans.push(span.value);
  }
  const open = spans.filter((one) => one.endedOn === undefined).toSorted(byStart);
  return { ok: true, value: open[0] ?? spans.toSorted(byStart).at(-1) };
}

function episodeOf(facts: ReadonlyMap<Fact, string>, today: Day): Read<Span> {
  const since = facts.get('since') ?? '';
  const until = facts.get('until');
  if (!isDay(since) || since > today)
    return refusal(
      'Child.CINdetails.CINreferralDate',
      'missing, no real date, or in the future',
      'a date until today',
    );
  if (until === undefined) return { ok: true, value: { startedOn: since } };
  if (!isDay(until) || until < since || until > today)
    return refusal(
      'Child.CINdetails.CINclosureDate',
      'no real date, in the future, or before the referral',
      'a date from the referral until today',
    );
  return { ok: true, value: { startedOn: since, endedOn: until } };
}

function byStart(a: Span, b: Span): number {
  return a.startedOn < b.startedOn ? -1 : 1;
}
