import { partsOf, showDay } from '../domain/calendar.ts';
import type { Database } from '../store/connection.ts';
import { forgetBudgets, readReachOf, readShielded } from '../store/shield-probes.ts';

/** A shielded child as the proof knows them: what a person may type, and what no answer may say. */
export type Probed = {
  readonly givenName: string;
  readonly name: string;
  readonly familyName: string;
  readonly born: { readonly day: string; readonly month: string; readonly year: string };
  /** As a page says it: a namesake of another day is somebody else. */
  readonly bornInWords: string;
  readonly gender: string;
  readonly contactPointNumber: string;
  readonly nhsNumber: string | null;
  readonly postcode: string;
  readonly secrets: readonly string[];
  /** Those that are no other body’s or family’s: their address, and how to reach their carers. */
  readonly homes: readonly string[];
};

/** Up to so many shielded children of a practice copy, read as its owner. */
export async function readProbed(owner: Database, sample: number): Promise<readonly Probed[]> {
  const rows = await owner.transact((tx) => readShielded(tx, sample));
  return rows.map((row) => {
    const { year, month, dayOfMonth } = partsOf(row.date_of_birth);
    return {
      givenName: row.given_names.split(' ')[0] ?? '',
      name: `${row.given_names} ${row.family_name}`,
      familyName: row.family_name,
      born: { day: String(dayOfMonth), month: String(month), year: String(year) },
      bornInWords: showDay(row.date_of_birth),
      gender: row.gender,
      contactPointNumber: row.contactpoint_number,
      nhsNumber: row.nhs_number,
      postcode: row.postcode,
      secrets: textsIn(row.secrets),
      homes: textsIn(row.homes),
    };
  });
}

function textsIn(sent: unknown): readonly string[] {
  return Array.isArray(sent) ? sent.filter((one) => typeof one === 'string') : [];
}

/** How a user is reached themselves, and their team: what their own pages say to them of themselves. */
export async function readOwnReach(owner: Database, userName: string): Promise<readonly string[]> {
  return owner.transact((tx) => readReachOf(tx, userName));
}

/** Lets the probes look up more than any person's work would need. */
export async function letProbesGoOn(owner: Database): Promise<void> {
  await owner.transact(forgetBudgets);
}
