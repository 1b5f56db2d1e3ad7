import { databaseFault, databaseSays } from '../services/installation.ts';

/**
 * What is said of a failure that ended the program, in one line. Our own errors say what to do; the message of any
 * other may quote a value, and a value may be a child's, so that only its kind and its place are told.
 */
export function complaintOf(error: unknown): string {
  if (databaseFault(error) !== undefined) return databaseSays(error);
  if (!(error instanceof Error)) return 'something broke';
  if (error.constructor === Error && !('code' in error)) return firstLine(error.message);
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const place = /\((?:file:\/\/)?[^()\n]*\/((?:src|scripts)\/[^()\n]+)\)/.exec(error.stack ?? '')?.[1];
  return `something broke (${error.name}${code}${place === undefined ? '' : ` at ${place}`})`;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
