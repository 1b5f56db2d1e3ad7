/**
 * What of an error may be written to a log: its kind, code and the lines of our own code. Never its message, which
 * may quote a value, and a value may be a child's.
 */
export function withoutDetail(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, ...code, at: frames.slice(0, 8).map((line) => line.trim()) };
}
