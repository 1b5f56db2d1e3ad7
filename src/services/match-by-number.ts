import { fitsNumber, type Doubt } from '../domain/row-matching/decide.ts';
import { subjectOfRow } from '../domain/row-matching/subject.ts';
import type { SourceChild } from '../domain/source-row.ts';
import { readChildren, type FoundCandidates } from '../store/match-candidates.ts';
import { findNumbered, type NumberedChild, type SaidNumber } from '../store/match-facts.ts';
import { findOld } from '../store/old-records.ts';
import { distinct, hasOtherNumber, shownAs, weighAll, type Matching, type Row } from './matching-rows.ts';
import type { Decided, Decision } from './match-decisions.ts';

/** Decides what a supplier's key or a number decides. A number may be typed wrong: whom it leads to must be somewhat like the row. */
export async function byKeyOrNumber(matching: Matching): Promise<Decided> {
  const { tx, rows } = matching;
  const decided: Decided = new Map();
  const numbered = byRow(await findNumbered(tx, numbersOf(rows)));
  const asked: Asked[] = [];
  for (const [row, { says }] of rows.entries()) {
    const led = ledTo(matching, says, numbered.get(row) ?? []);
    if (led === undefined) continue;
    if ('by' in led) decided.set(row, { kind: 'link', childId: led.childId, by: { by: led.by } });
    else asked.push({ row, ...led });
  }
  const old = await findOld(
    tx,
    asked.flatMap(({ children }) => children),
  );
  const open = asked.flatMap((one) => withoutOld(matching, one, old, decided));
  const looks = open.flatMap(({ row, children }) => children.map((childId) => ({ row, childId })));
  const children = await readChildren(tx, looks);
  for (const { row, because } of open)
    decided.set(
      row,
      because === undefined ? byOneChild(matching, row, children) : inDoubt(matching, row, because, children),
    );
  return decided;
}

type Asked = { readonly row: number } & Doubtful;

/**
 * Nobody is asked about a child who is known by another record: what leads to both is of the other, and what leads to the old
 * one alone stays there, where nobody sees it.
 */
function withoutOld(
  { rows, childOfKey }: Matching,
  { row, children, because }: Asked,
  old: ReadonlySet<number>,
  decided: Decided,
): readonly Asked[] {
  const others = children.filter((childId) => !old.has(childId));
  if (others.length === children.length) return [{ row, children, ...(because && { because }) }];
  if (others.length > 1) return [{ row, children: others, ...(because && { because }) }];
  const [childId = children[0] ?? 0] = others;
  const ofKey = childOfKey.get(rows[row]?.says.supplierKey ?? '') === childId;
  decided.set(row, { kind: 'link', childId, by: { by: ofKey ? 'key' : 'number' } });
  return [];
}

/** Children who are to be looked at more closely; of two a person has to choose, and it is said why. */
type Doubtful = { readonly children: readonly number[]; readonly because?: Doubt };
type Led = { readonly childId: number; readonly by: 'key' | 'number' };

/** Where the key and the numbers of a row lead; undefined where they lead nowhere. */
function ledTo(
  { childOfKey, never }: Matching,
  says: SourceChild,
  numbered: readonly NumberedChild[],
): Led | Doubtful | undefined {
  const ofKey = childOfKey.get(says.supplierKey);
  const ofNumbers = distinct(numbered.map(({ childId }) => childId));
  const [first] = numbered;
  if (ofKey !== undefined) {
    if (ofNumbers.some((childId) => childId !== ofKey))
      return { children: distinct([ofKey, ...ofNumbers]), because: 'key and number disagree' };
    // A number that leads nowhere may be another than the child's.
    const isNewNumber = says.nhsNumber !== undefined && first === undefined;
    return isNewNumber ? { children: [ofKey] } : { childId: ofKey, by: 'key' };
  }
  if (first === undefined) return undefined;
  const isRefused = never.get(says.supplierKey)?.has(first.childId) === true;
  if (ofNumbers.length > 1 || isRefused)
    return { children: ofNumbers, because: 'number and likeness disagree' };
  return first.isPlain ? { childId: first.childId, by: 'number' } : { children: ofNumbers };
}

function numbersOf(rows: readonly Row[]): readonly SaidNumber[] {
  return rows.flatMap(({ says }, row) => {
    const { dateOfBirth: born, givenNames: given, familyName: family, nhsNumber, upn } = says;
    const said = { row, born, given, family };
    return [
      ...(nhsNumber === undefined ? [] : [{ ...said, kind: 'nhs', number: nhsNumber } as const]),
      ...(upn === undefined ? [] : [{ ...said, kind: 'upn', number: upn } as const]),
    ];
  });
}

function byRow(found: readonly NumberedChild[]): ReadonlyMap<number, readonly NumberedChild[]> {
  const all = new Map<number, NumberedChild[]>();
  for (const one of found) {
    const own = all.get(one.row);
    if (own === undefined) all.set(one.row, [one]);
    else own.push(one);
  }
  return all;
}

/** A row whose key or number leads to one child, who is looked at more closely. */
function byOneChild({ rows, weigh, childOfKey }: Matching, row: number, children: FoundCandidates): Decision {
  const says = rows[row]?.says;
  const candidate = children.get(row)?.[0];
  if (says === undefined || candidate === undefined) return { kind: 'new child', resembles: [] };
  const weighed = weigh(subjectOfRow(says), candidate);
  const ofKey = childOfKey.get(says.supplierKey) === candidate.childId;
  if (ofKey && !hasOtherNumber(says, candidate))
    return { kind: 'link', childId: candidate.childId, by: { by: 'key' } };
  if (!ofKey && fitsNumber(weighed.levels))
    return { kind: 'link', childId: candidate.childId, by: { by: 'number' } };
  const because = ofKey ? 'key and number disagree' : 'number and likeness disagree';
  return { kind: 'a person decides', because, among: [shownAs(weighed)] };
}

function inDoubt(
  { rows, weigh }: Matching,
  row: number,
  because: Doubt,
  children: FoundCandidates,
): Decision {
  const says = rows[row]?.says;
  const among = says === undefined ? [] : weighAll(subjectOfRow(says), children.get(row) ?? [], weigh);
  return { kind: 'a person decides', because, among: among.map(shownAs) };
}
