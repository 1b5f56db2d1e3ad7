import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { trimHealth } from './trim/health.ts';
import { trimNames } from './trim/names.ts';
import { trimCouncils, trimPostcodes, trimStreets } from './trim/places.ts';
import { trimSchools } from './trim/schools.ts';

const usage = 'Usage: node scripts/trim-registers.ts SOURCE_DIR';

/** Makes data/ from the folder of sources that data/README.md describes, and prints the rows of each file. */
function trimRegisters(sources: string, to: string): void {
  const registers = join(sources, 'registers');
  const postcodes = join(sources, 'postcodes');
  for (const folder of ['registers', 'names']) mkdirSync(join(to, folder), { recursive: true });
  const rows = {
    ...trimSchools(registers, join(to, 'registers')),
    ...trimHealth(registers, join(to, 'registers')),
    ...trimCouncils(registers, join(to, 'registers')),
    ...trimStreets(registers, postcodes, join(to, 'registers')),
    ...trimPostcodes(postcodes, join(to, 'registers')),
    ...trimNames(join(sources, 'names'), join(to, 'names')),
  };
  for (const [file, count] of Object.entries(rows))
    process.stdout.write(`${String(count).padStart(9)}  ${file}\n`);
}

const [sources, ...more] = process.argv.slice(2);
if (sources === undefined || sources.startsWith('-') || more.length > 0) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  trimRegisters(sources, join(import.meta.dirname, '..', 'data'));
}
