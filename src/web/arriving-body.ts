import type { IncomingMessage } from 'node:http';
import { UnreadableFile } from '../domain/unreadable-file.ts';

const formWithin = 30_000; // milliseconds: honest forms take a second
const fileIdle = 30_000; // milliseconds in which nothing of a file came

/** Ends a request whose body takes longer than that of an honest form. */
export function boundInTime(incoming: IncomingMessage): void {
  if (incoming.headers['content-length'] === undefined && incoming.headers['transfer-encoding'] === undefined)
    return;
  const late = setTimeout(() => incoming.destroy(), formWithin);
  incoming.once('close', () => clearTimeout(late));
  incoming.once('end', () => clearTimeout(late));
}

/** A file's bytes as they come, for as long as they do; UnreadableFile where the connection ends before them. */
export async function* arrivingFile(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  const idle = setTimeout(() => incoming.destroy(), fileIdle);
  try {
    for await (const chunk of incoming) {
      idle.refresh();
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    throw isBrokenOff(incoming, error) ? new UnreadableFile('cut off before its end') : error;
  } finally {
    clearTimeout(idle);
  }
}

function isBrokenOff(incoming: IncomingMessage, error: unknown): boolean {
  return !incoming.complete && error instanceof Error && 'code' in error;
}
