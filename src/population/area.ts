import { readFileSync } from 'node:fs';
import { parseCsv } from '../domain/csv.ts';
import { isPostcode, type Postcode } from '../domain/identifiers.ts';
import type { AreaRegisters, CouncilSize } from '../store/area-registers.ts';
import { mixed } from './chance.ts';
import { kilometresBetween, type Point } from './distance.ts';
import { choicesOf, settingsNear, type Settings } from './settings.ts';

/** A council's area as the generator sees it: where homes stand, and what is near each. */
export type Area = {
  readonly council: CouncilSize;
  readonly homes: readonly HomePostcode[];
  readonly registers: AreaRegisters;
};

/** A postcode with the one street that it stands for. */
export type HomePostcode = {
  readonly postcode: Postcode;
  readonly street: string;
  readonly town: string;
  readonly neighbourhood: Neighbourhood;
};

/** A postcode sector ("BL1 2"): near enough for all its homes to have the same schools and practices near. */
export type Neighbourhood = {
  readonly locality: Locality;
  readonly settings: Settings;
};

/** The parts that a council's services divide its area into. */
export const localities = ['Central', 'North', 'East', 'South', 'West'] as const;
export type Locality = (typeof localities)[number];

/** Draws the area of one council from the registers. */
export function drawArea(council: CouncilSize, registers: AreaRegisters): Area {
  const streets = streetsOf(council.council_code);
  const choices = choicesOf(registers);
  const sectors = new Map<string, { readonly postcodes: Postcode[]; latitude: number; longitude: number }>();
  for (const { postcode, latitude, longitude } of registers.postcodes) {
    const sector = sectors.get(postcode.slice(0, -2)) ?? { postcodes: [], latitude: 0, longitude: 0 };
    if (!isPostcode(postcode)) continue;
    sector.postcodes.push(postcode);
    sector.latitude += latitude;
    sector.longitude += longitude;
    sectors.set(postcode.slice(0, -2), sector);
  }
  const homes: HomePostcode[] = [];
  for (const sector of sectors.values()) {
    const count = sector.postcodes.length;
    const middle = { latitude: sector.latitude / count, longitude: sector.longitude / count };
    const neighbourhood = {
      locality: localityOf(middle, council),
      settings: settingsNear(middle, choices),
    };
    const town = townNear(middle, registers) ?? council.name;
    for (const postcode of sector.postcodes)
      homes.push({
        postcode,
        street: streets[mixed(homes.length, council.council_code) % streets.length] ?? 'High Street',
        town,
        neighbourhood,
      });
  }
  return { council, homes, registers };
}

function localityOf(place: Point, middle: Point): Locality {
  if (kilometresBetween(place, middle) < 2) return 'Central';
  const north = place.latitude - middle.latitude;
  const east = (place.longitude - middle.longitude) * Math.cos((middle.latitude * Math.PI) / 180);
  if (Math.abs(north) > Math.abs(east)) return north > 0 ? 'North' : 'South';
  return east > 0 ? 'East' : 'West';
}

function townNear(place: Point, { schools }: AreaRegisters): string | undefined {
  let nearest: string | undefined;
  let least = Infinity;
  for (const school of schools) {
    if (school.town === null) continue;
    const distance = kilometresBetween(place, school);
    if (distance >= least) continue;
    least = distance;
    nearest = school.town;
  }
  return nearest;
}

let everyStreet: ReadonlyMap<number, readonly string[]> | undefined;

function streetsOf(councilCode: number): readonly string[] {
  everyStreet ??= readStreets();
  return everyStreet.get(councilCode) ?? ['High Street', 'Church Road', 'Station Road', 'Mill Lane'];
}

function readStreets(): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  const text = readFileSync(new URL('../../data/registers/streets.csv', import.meta.url), 'utf8');
  for (const record of parseCsv(text).slice(1)) {
    if (!record.ok) continue;
    const [council = '', street = ''] = record.value.fields;
    const streets = found.get(Number(council)) ?? [];
    streets.push(street);
    found.set(Number(council), streets);
  }
  return found;
}
