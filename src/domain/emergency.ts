import { londonDay, type Day } from './calendar.ts';
import { addWorkingDays } from './working-days.ts';

/** Why a shielded record is opened. Closed. */
export const emergencies = {
  'life in danger': 'Somebody’s life is in danger',
  'serious injury or illness': 'The child is badly hurt or seriously ill',
  'child is missing': 'The child is missing',
  'protection this hour': 'The child has to be protected within the hour',
} as const;

export type Emergency = keyof typeof emergencies;

export function isEmergency(word: string): word is Emergency {
  return Object.hasOwn(emergencies, word);
}

const openForMs = 15 * 60_000; // product.md section 5

/** Until when a shielded record stays open to whoever opened it. */
export function opensUntil(openedAt: Date): Date {
  return new Date(openedAt.getTime() + openForMs);
}

/** The day by whose end the opening is reviewed: the next working day. */
export function reviewedBy(openedAt: Date): Day {
  return addWorkingDays(londonDay(openedAt), 1);
}

/** What a reviewer finds of an opening. Closed. */
export const findings = {
  'was right': 'The emergency was real, and the opening was right',
  'to be asked': 'It has to be asked about: open a case',
} as const;

export type EmergencyFinding = keyof typeof findings;

export function isEmergencyFinding(word: string): word is EmergencyFinding {
  return Object.hasOwn(findings, word);
}

/** What the family is told: they are, unless that is held back. */
export const familyTelling = {
  'to be told': 'Tell the family',
  held: 'Hold it back: to tell them would put somebody at risk',
} as const;

export type FamilyTelling = keyof typeof familyTelling;

export function isFamilyTelling(word: string): word is FamilyTelling {
  return Object.hasOwn(familyTelling, word);
}
