import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';

/** The day that a register describes, and the line that must stand wherever it is shown. */
export type RegisterDay = {
  readonly register: string;
  readonly file: string;
  readonly asAt: Day;
  readonly attribution: string;
};

const days = z.array(
  z.strictObject({
    register: z.string(),
    file: z.string(),
    asAt: z.string().refine(isDay),
    attribution: z.string().min(1),
  }),
);

/** Reads as-at.json, which stands beside the registers. Throws where it is not what it should be. */
export async function readRegisterDays(path: string): Promise<readonly RegisterDay[]> {
  return days.parse(JSON.parse(await readFile(path, 'utf8')));
}
