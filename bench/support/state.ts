import type { Owner } from './database.ts';
import { familyBytes, familyCpuMs, peakResidentBytes, roughCpuMs } from './processes.ts';
import type { Product } from './product.ts';

/** Brings what searching reads into memory, as the memory of a server at work has it. */
export async function warmUp(owner: Owner, say: (line: string) => void): Promise<void> {
  say('Reading the search entries and their indexes into memory');
  await owner.rows('create schema if not exists bench_warm');
  try {
    await owner.rows('create extension if not exists pg_prewarm schema bench_warm');
    await owner.rows(`select bench_warm.pg_prewarm(oid, 'read')
      from pg_class
      where ${ofSearch} and relkind in ('r', 'i')`);
  } catch {
    await owner.rows('select count(*) from search_entry'); // pg_prewarm is not everywhere
  } finally {
    await owner.rows('drop schema bench_warm cascade');
  }
}

const ofSearch = `relnamespace = 'public'::regnamespace and relname like 'search\\_%' and relpersistence = 'p'`;

/** The bytes that searching takes on disk beside the record: what it is found by, and where that is written down. */
export async function searchBytes(owner: Owner) {
  const indexes = await owner.number(`select coalesce(sum(pg_relation_size(indexrelid)), 0)
    from pg_index
    join pg_class on pg_class.oid = indrelid
    where ${ofSearch} and not indisprimary`);
  const all = await owner.number(
    `select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where ${ofSearch} and relkind = 'r'`,
  );
  return { indexes, all };
}

/** The memory of the program that serves the pages, at its most, and of the database with all its processes. */
export async function memoryOf({ owner, serverPid }: Product) {
  const postmaster = await postmasterOf(owner);
  return {
    server: serverPid === undefined ? undefined : peakResidentBytes(serverPid),
    database: postmaster === undefined ? undefined : familyBytes(postmaster),
  };
}

/** Processor time so far, in ms, of both. */
export async function cpuOf({ owner, serverPid }: Product) {
  const postmaster = await postmasterOf(owner);
  return {
    server: serverPid === undefined ? Number.NaN : (roughCpuMs(serverPid) ?? Number.NaN),
    database: postmaster === undefined ? Number.NaN : (familyCpuMs(postmaster) ?? Number.NaN),
  };
}

// Undefined where the owner may not read the server's files.
async function postmasterOf(owner: Owner): Promise<number | undefined> {
  try {
    return await owner.number(`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::integer`);
  } catch {
    return undefined;
  }
}
