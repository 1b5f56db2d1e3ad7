import { describeInstallation } from '../services/installation.ts';
import type { LogContext } from '../services/sequence-log.ts';
import type { OpenInstallation } from './verb.ts';

/** The log of this installation, with whether its people are invented. */
export async function logOf({ log, services }: OpenInstallation): Promise<LogContext> {
  return { ...log, practice: (await describeInstallation(services.database)).practice };
}
