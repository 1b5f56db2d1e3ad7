import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { codeFrom, tidyActivationCode } from '../domain/activation.ts';
import { londonDay, type Day } from '../domain/calendar.ts';
import { courseVersion, markCheck, type Marked } from '../domain/course/course.ts';
import { keepCoursePass } from '../store/course-passes.ts';
import { recordAct } from './authorise.ts';
import type { Secrets, ServiceContext } from './context.ts';

/** The mark; with what an administrator types in where it passes and somebody gave the name they work under. */
export type CheckTaken = { readonly mark: Marked; readonly certificate: string | undefined };

/** Takes the check at the end of the course, and keeps a pass for the administrators of the account. */
export async function takeCheck(
  { database, secrets, now }: ServiceContext,
  { accountId, role }: Actor,
  given: { readonly answerOf: (box: string) => string | undefined; readonly fullName: string },
): Promise<CheckTaken> {
  const mark = markCheck(role, given.answerOf);
  if (!mark.ok) return { mark, certificate: undefined };
  const present = now();
  await database.transact(async (tx) => {
    if (mark.passed) await keepCoursePass(tx, accountId, { passedAt: present, version: courseVersion });
    const outcome = mark.passed ? 'done' : 'refused';
    const why = `${mark.right} of ${mark.of}`;
    await recordAct(tx, present, { act: 'take course check', accountId, outcome, why });
  });
  const isNamed = mark.passed && given.fullName.trim() !== '';
  const certificate = isNamed ? certificateOf(secrets, given.fullName, londonDay(present)) : undefined;
  return { mark, certificate };
}

/** Whether a certificate is of this person and day; however it was typed. */
export function isCertificateOf(secrets: Secrets, typed: string, fullName: string, passedOn: Day): boolean {
  const tidied = Buffer.from(tidyActivationCode(typed));
  const own = Buffer.from(tidyActivationCode(certificateOf(secrets, fullName, passedOn)));
  return tidied.length === own.length && timingSafeEqual(tidied, own);
}

// Sixty bits of a keyed hash: nobody makes one without the key, and a typing error is found. Practice copy and live copy
// hold the same key; the name is in neither.
function certificateOf({ pepper, course = pepper }: Secrets, fullName: string, passedOn: Day): string {
  const name = fullName.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const marked = createHmac('sha256', course)
    .update(`course ${courseVersion}\0${passedOn}\0${name}`)
    .digest();
  return codeFrom(marked);
}
