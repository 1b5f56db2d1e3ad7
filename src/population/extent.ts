import { done, failed, type Outcome } from '../domain/outcome.ts';
import type { CouncilSize } from '../store/area-registers.ts';

/** How large a population is wanted. */
export type Extent =
  | { readonly kind: 'council'; readonly councilCode: number; readonly children?: number }
  | { readonly kind: 'councils'; readonly councilCodes: readonly number[] }
  | { readonly kind: 'children'; readonly children: number }
  | { readonly kind: 'England' };

export type Share = { readonly council: CouncilSize; readonly children: number };

const england = 12_000_000; // children under 18

// The register counts pupils of state schools from reception to year 11, twelve years of childhood's eighteen.
const childrenPerPupil = 18 / 12;

/** How many children each council has, by the pupils of its schools. */
export function shareOut(councils: readonly CouncilSize[], extent: Extent): Outcome<readonly Share[]> {
  if (extent.kind === 'council') return oneCouncil(councils, extent);
  if (extent.kind === 'councils') return someCouncils(councils, extent.councilCodes);
  const children = extent.kind === 'England' ? england : extent.children;
  const pupils = councils.reduce((sum, council) => sum + council.pupils, 0);
  if (pupils === 0)
    return failed({ kind: 'unavailable', says: 'The registers are not loaded: load them first' });
  const shares: Share[] = [];
  let pupilsBefore = 0;
  for (const council of councils) {
    const upTo = (of: number): number => Math.round((children * of) / pupils);
    const own = upTo(pupilsBefore + council.pupils) - upTo(pupilsBefore);
    pupilsBefore += council.pupils;
    if (own > 0) shares.push({ council, children: own });
  }
  return done(shares);
}

/** What a population of this extent is called. */
export function nameOf(extent: Extent, shares: readonly Share[]): string {
  const [first] = shares;
  if (extent.kind === 'England') return 'England';
  if (extent.kind === 'council') return first?.council.name ?? 'Nowhere';
  if (extent.kind === 'councils') return shares.map(({ council }) => council.name).join(' and ');
  return `${extent.children.toLocaleString('en-GB')} children of England`;
}

function someCouncils(councils: readonly CouncilSize[], codes: readonly number[]): Outcome<readonly Share[]> {
  const shares: Share[] = [];
  for (const councilCode of codes) {
    const one = oneCouncil(councils, { councilCode });
    if (!one.ok) return one;
    shares.push(...one.value);
  }
  return done(shares);
}

function oneCouncil(
  councils: readonly CouncilSize[],
  { councilCode, children }: { readonly councilCode: number; readonly children?: number },
): Outcome<readonly Share[]> {
  const council = councils.find(({ council_code }) => council_code === councilCode);
  if (council === undefined || council.pupils === 0) {
    const says = `There is no council ${councilCode} with schools: give the DfE’s three digits, like 350 for Bolton`;
    return failed({ kind: 'invalid', says });
  }
  return done([{ council, children: children ?? Math.round(council.pupils * childrenPerPupil) }]);
}
