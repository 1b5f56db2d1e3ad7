import { randomBytes } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { isSchoolOrPractice } from '../domain/child-record.ts';
import { untoldKinds } from '../domain/service-kinds.ts';
import { isName, longestName } from '../domain/names.ts';
import { londonDay } from '../domain/calendar.ts';
import { done, failed, type Fault, type Outcome } from '../domain/outcome.ts';
import { readCaseload, type CaseloadChild } from '../store/caseload.ts';
import { findSearch, keepSearch } from '../store/searches.ts';
import { underTicket, type Receipt } from './authorise.ts';
import type { ServiceContext } from './context.ts';
import { hashSecret } from './credentials.ts';

/** One page of the children that a practitioner works with. */
export type CaseloadPage = {
  readonly children: readonly CaseloadChild[];
  readonly beginning: string;
  readonly page: number;
  readonly hasMore: boolean;
  /** Undefined where nothing was looked up. */
  readonly receipt?: Receipt;
};

const onePage = 20;
const mostPages = 100; // 2,000 children: beyond any caseload; filter instead

/** Keeps what a caseload is to be filtered by, under a secret: names stand in no URL. */
export async function takeFilter(
  { database, now }: ServiceContext,
  actor: Actor,
  typed: string,
): Promise<Outcome<string>> {
  const beginning = typed.trim();
  if (beginning !== '' && !isName(beginning))
    return failed({
      kind: 'invalid',
      field: 'beginning',
      says: `Name must be how it begins, in at most ${longestName} letters`,
    });
  const secret = randomBytes(16).toString('base64url');
  const kept = {
    searchHash: hashSecret(secret),
    sessionHash: actor.sessionHash,
    typed: { beginning },
    askedAt: now(),
  };
  await database.transact((tx) => keepSearch(tx, kept));
  return done(secret);
}

/** One page of the practitioner's own children, all or those whose name begins as asked. Each child shown is written down. */
export async function showCaseload(
  { database, now }: ServiceContext,
  actor: Actor,
  { filter, page }: { readonly filter?: string; readonly page: number },
): Promise<Outcome<CaseloadPage>> {
  const { practitionerId } = actor;
  if (practitionerId === null) return done({ children: [], beginning: '', page: 1, hasMore: false });
  if (!Number.isInteger(page) || page < 1 || page > mostPages) return failed(noSuchFilter);
  return database.transact(async (tx) => {
    const kept =
      filter === undefined ? { beginning: '' } : await findSearch(tx, hashSecret(filter), actor.sessionHash);
    if (!isFilter(kept)) return failed(noSuchFilter);
    const { beginning } = kept;
    const scope = { kind: 'caseload', practitionerId } as const;
    const asked = {
      act: 'see caseload',
      request: { action: 'see caseload' },
      scope,
      terms: { beginning },
    } as const;
    const shown = await underTicket(tx, actor, now(), asked, async (ticket) => {
      const read = await readCaseload(tx, ticket, {
        beginning,
        limit: onePage + 1,
        offset: (page - 1) * onePage,
        today: londonDay(now()),
        untold: untoldKinds(isSchoolOrPractice(actor.organisationKind)),
      });
      const children = read.slice(0, onePage);
      return {
        answer: { children, beginning, page, hasMore: read.length > onePage },
        childIds: children.map((child) => child.childId),
        fields: ['name', 'date of birth', 'part postcode'],
      };
    });
    return shown.ok ? done({ ...shown.value, receipt: shown.receipt }) : shown;
  });
}

const noSuchFilter: Fault = {
  kind: 'not-found',
  says: 'That list is not here: it belongs to another sign-in, or is too old. Start again from the start page.',
};

function isFilter(kept: unknown): kept is { readonly beginning: string } {
  return (
    typeof kept === 'object' && kept !== null && 'beginning' in kept && typeof kept.beginning === 'string'
  );
}
