import type { Day } from '../domain/calendar.ts';
import type { FeedFormat } from '../domain/feed-formats.ts';
import type { FeedItem } from '../domain/source-row.ts';
import { readWithoutMapping } from './case-csv.ts';
import { readCinCensus } from './cin-census.ts';
import { readPdsFhir } from './pds-fhir.ts';
import { readSchoolCsv } from './school-csv.ts';
import { readSchoolCensus, readTransferFile } from './school-xml.ts';

/** Bytes in, a stream of what they say out. The same bytes on the same day give the same items in the same order. */
export type FeedReader = (bytes: AsyncIterable<Uint8Array>, today: Day) => AsyncIterable<FeedItem>;

/** The reader of each format. */
export const readers: Readonly<Record<FeedFormat, FeedReader>> = {
  'pds-fhir': readPdsFhir,
  ctf: readTransferFile,
  'school-census': readSchoolCensus,
  'school-csv': readSchoolCsv,
  'cin-census': readCinCensus,
  'case-csv': readWithoutMapping,
};
