import { nameOriginsOf, type NameOrigins } from '../domain/misuse/name-origins.ts';
import { nameRows } from './name-tables.ts';

let read: Promise<NameOrigins> | undefined;

/** How rare family names are and which custom of naming each is mostly found with, from data/names; read once. */
export function nameOrigins(): Promise<NameOrigins> {
  read ??= readOrigins();
  return read;
}

async function readOrigins(): Promise<NameOrigins> {
  const [all, ofCommunities] = await Promise.all([
    nameRows('surnames.csv'),
    nameRows('community_surnames.csv'),
  ]);
  return nameOriginsOf({
    all: all.map(([name = '', perMillion, origin = '']) => [name, Number(perMillion), origin]),
    ofCommunities: ofCommunities.map(([origin = '', name = '', perMillion]) => [
      origin,
      name,
      Number(perMillion),
    ]),
  });
}
