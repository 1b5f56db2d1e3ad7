import { totalmem } from 'node:os';

const megabyte = 2 ** 20;

/** PostgreSQL's settings, as arguments. What is not here has its default: fsync, full_page_writes and the like are on. */
export function settings(socketDirectory: string, durable: boolean): readonly string[] {
  const chosen = {
    ...reach(socketDirectory),
    ...memory(totalmem()),
    ...silence,
    ...(durable ? {} : careless),
  };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function reach(socketDirectory: string): Readonly<Record<string, string>> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_wal_size: '4GB', // fewer checkpoints while a population loads
    jit: 'off', // our statements take milliseconds: compiling one takes longer than running it
    random_page_cost: '1.1', // solid-state disks; the default of 4 is for a moving arm
  };
}

// An eighth of the memory for PostgreSQL's own cache: the program, its workers and the disk cache share the machine.
function memory(total: number): Readonly<Record<string, string>> {
  const within = (least: number, share: number, most: number): string =>
    `${Math.round(Math.min(most, Math.max(least, total / share / megabyte)))}MB`;
  return {
    shared_buffers: within(128, 8, 512),
    effective_cache_size: within(256, 2, 65_536),
    maintenance_work_mem: within(64, 16, 512),
  };
}

// No child's detail may reach the log. An ERROR's own words can hold a value ("invalid input syntax for type date: …"),
// its DETAIL a key, its STATEMENT a search: so errors are left to the program that asked, and the rest is kept terse.
const silence = {
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_lock_waits: 'off',
  log_temp_files: '-1',
  log_autovacuum_min_duration: '-1',
};

const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10s',
};
