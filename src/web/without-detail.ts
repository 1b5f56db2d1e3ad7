/**
 * What of an error may be written to a log: its kind, code and the lines of our own code. Never its message, which
 * may quote a value, and a value may be a child's.
 */
export function withoutDetail(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  // The message stands before the lines, and may have lines that look like them.
  const lines = (error.stack ?? '').replace(error.message, '').split('\n');
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return { error: error.name, ...code, at: frames.slice(0, 8).map((line) => line.trim()) };
}
