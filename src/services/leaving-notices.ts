import { addDays, londonDay } from '../domain/calendar.ts';
import { noticeDays, noticesDue } from '../domain/staying.ts';
import { findToTell, keepNotices } from '../store/staying.ts';
import { recordAct } from './authorise.ts';
import type { ServiceContext } from './context.ts';

/** Tells young people on their own page that their record goes, six months and a month before. Nobody else, and after a death nobody. */
export async function makeLeavingNotices({ database, now }: ServiceContext): Promise<void> {
  const present = now();
  const today = londonDay(present);
  await database.transact(async (tx) => {
    const found = await findToTell(tx, today, addDays(today, noticeDays));
    const due = found.flatMap((one) => noticesDue(one.leavesOn, today).map((notice) => ({ ...one, notice })));
    if (due.length === 0) return;
    const told = await keepNotices(tx, due, today);
    if (told.length === 0) return;
    const aboutChildren = [...new Set(told)];
    await recordAct(tx, present, {
      act: 'make leaving notices',
      accountId: null,
      outcome: 'done',
      counts: { notices: told.length },
      aboutChildren,
    });
  });
}
