/** A place by its degrees (WGS84). */
export type Point = { readonly latitude: number; readonly longitude: number };

/** The distance in kilometres, on a flat map: near enough within a county. */
export function kilometresBetween(one: Point, other: Point): number {
  const north = (one.latitude - other.latitude) * 111.2; // kilometres in a degree of latitude
  const east = (one.longitude - other.longitude) * 111.2 * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}
