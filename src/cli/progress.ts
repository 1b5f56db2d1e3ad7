import type { CliContext } from './verb.ts';

/** How far long work has come. */
export type Progress = { readonly doing: string; readonly done: number; readonly of: number };

const barWidth = 24;
const linesApartMs = 5_000; // where the line cannot be drawn over, as in a log

/** One line that shows progress: drawn over on a terminal, added now and then elsewhere. */
export function progressLine(context: CliContext, clock: () => number = () => performance.now()) {
  let doing = '';
  let began = clock();
  let saidAt = -Infinity;
  const show = (progress: Progress): void => {
    const now = clock();
    if (progress.doing !== doing) {
      doing = progress.doing;
      began = now;
      saidAt = -Infinity;
    }
    const due = context.interactive || now - saidAt >= linesApartMs || progress.done >= progress.of;
    if (!due) return;
    saidAt = now;
    context.draw(describe(progress, (now - began) / 1000));
  };
  return { show, end: (): void => context.draw(undefined) };
}

function describe({ doing, done, of }: Progress, seconds: number): string {
  if (of === 0) return doing;
  const share = Math.min(1, done / of);
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
  const rate = seconds > 0.5 ? `, ${Math.round(done / seconds).toLocaleString('en-GB')} a second` : '';
  const left = share > 0.02 && share < 1 ? `, ${spell((seconds / share) * (1 - share))} left` : '';
  return `${doing} ${bar} ${done.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')}${rate}${left}`;
}

function spell(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
