/** The value that so large a share of all lies under; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => one - other);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}

/** How much a value grows in each unit of x: the middle of the slopes between all pairs (Theil and Sen), which few outliers move. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points.flatMap(([x, y], nth) =>
    points.slice(nth + 1).flatMap(([later, value]) => (later > x ? [(value - y) / (later - x)] : [])),
  );
  return quantile(slopes, 0.5);
}

/** What a process says of itself on its operators' port: process_resident_memory_bytes, process_open_fds and the like. */
export async function readMetric(port: number, name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const line = (await answer.text()).split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? Number.NaN);
}
