import { londonDay } from '../domain/calendar.ts';
import { forgetAccountDays } from '../store/budgets.ts';
import { forgetPendingSeeds } from '../store/code-tokens.ts';
import { forgetProofs } from '../store/connected-systems.ts';
import { forgetMediations } from '../store/mediations.ts';
import { forgetChallenges } from '../store/security-keys.ts';
import { forgetAttempts } from '../store/sign-in.ts';
import { forgetSearches } from '../store/searches.ts';
import { keepAccessReviews } from './access-reviews.ts';
import { carryOutPunishments } from './barring.ts';
import { stopOverCap } from './budgets.ts';
import { endLapsedConsents } from './consents.ts';
import { chaseContactRequests } from './contact-requests.ts';
import type { ServiceContext } from './context.ts';
import { makeLeavingNotices } from './leaving-notices.ts';
import { publishYear } from './published-years.ts';
import { checkShields } from './check-shields.ts';
import { fillDesk } from './fill-desk.ts';
import { findDuplicates } from './find-duplicates.ts';
import { matchLeftAlone } from './match-left-alone.ts';

const hour = 3_600_000;

// A session lasts 12 hours at most (trust.md, Sign-in 5): a search of it cannot be asked for after that.
const searchesKept = 12 * hour;

// None stands longer than half an hour: domain/mediation.ts.
const mediationsKept = hour;

// A system that has not heard for a day what came of a write reads the care team instead.
const answersKept = 24 * hour;

/** Forgets what has had its time, stops organisations that looked up too much today, and carries out what was decided. */
export async function sweep(context: ServiceContext): Promise<void> {
  const present = context.now();
  await context.database.transact(async (tx) => {
    await forgetSearches(tx, new Date(present.getTime() - searchesKept));
    await forgetAttempts(tx, present);
    await forgetChallenges(tx, new Date(present.getTime() - hour));
    await forgetPendingSeeds(tx, new Date(present.getTime() - hour));
    await forgetMediations(tx, new Date(present.getTime() - mediationsKept));
    await forgetProofs(tx, present, new Date(present.getTime() - answersKept));
    await forgetAccountDays(tx, londonDay(present));
  });
  await checkShields(context);
  await endLapsedConsents(context);
  await makeLeavingNotices(context);
  await chaseContactRequests(context);
  await stopOverCap(context);
  await carryOutPunishments(context);
  await publishYear(context);
  await findDuplicates(context.database);
  await matchLeftAlone(context);
  await fillDesk(context);
  await keepAccessReviews(context);
}
