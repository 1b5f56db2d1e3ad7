import { explainedAs } from './explained.ts';
import type { Finding } from './finding.ts';
import { findKin } from './rules-of-kin.ts';
import { findLists } from './rules-of-lists.ts';
import { findPatterns } from './rules-of-patterns.ts';
import type { Access, NameRarity, UserDay } from './usage.ts';
import { score } from './weights.ts';

/** What one user's day comes to. */
export type Judged = {
  readonly openings: number;
  readonly bareLooks: number;
  readonly urgent: number;
  readonly explained: number;
  /** Openings that nothing explains. */
  readonly unexplained: readonly Access[];
  readonly score: number;
  readonly findings: readonly Finding[];
};

/** Judges one user's day: explains what it can, then asks every rule, and adds up what they say. */
export function judge(day: UserDay, rarity: NameRarity): Judged {
  const looks = day.accesses.filter(({ kind }) => kind !== 'refused');
  const openings = looks.filter(({ kind }) => kind === 'opening');
  const unexplained = looks.filter((access) => explainedAs(access, day.ties) === 'not');
  const findings = gravest([...findLists(day), ...findKin(day, rarity), ...findPatterns(day)]);
  return {
    openings: openings.length,
    bareLooks: looks.length - openings.length,
    urgent: openings.filter(({ isUrgent }) => isUrgent).length,
    explained: looks.length - unexplained.length,
    unexplained: unexplained.filter(({ kind }) => kind === 'opening'),
    score: score.start + findings.reduce((sum, { weight }) => sum + weight, 0),
    findings,
  };
}

/** Whether a score is enough to ask about the day. */
export function isAlert({ score: reached }: Pick<Judged, 'score'>): boolean {
  return reached >= score.alertFrom;
}

// Each kind once, at its heaviest, with the events of all: ten children of one street are one finding.
function gravest(findings: readonly Finding[]): readonly Finding[] {
  const heaviest = [...findings].sort((a, b) => b.weight - a.weight);
  const kinds = Map.groupBy(heaviest, ({ kind }) => kind);
  return [...kinds.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ ...first, events: [...new Set(same.flatMap(({ events }) => events))] }];
  });
}
