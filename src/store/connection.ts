import { Duplex } from 'node:stream';
import pg from 'pg';
import { sentAs } from './array-text.ts';

/** A pool of connections to one database, all of them in one role. */
export type Database = {
  /** Runs the work in one transaction: committed when it answers, rolled back when it throws. Only services call it. */
  readonly transact: <Answer>(work: (tx: Transaction) => Promise<Answer>) => Promise<Answer>;
  /** Runs statements that need no transaction: each stands alone, which spares beginning and committing. */
  readonly look: <Answer>(work: (tx: Transaction) => Promise<Answer>) => Promise<Answer>;
  /** The same as transact on a connection that can COPY, of which there are few. */
  readonly load: <Answer>(work: (tx: Transaction) => Promise<Answer>) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

/** One open transaction. What it read and wrote stands together or not at all. */
export type Transaction = {
  readonly ask: (question: Question) => Promise<readonly (readonly (string | null)[])[]>;
  readonly run: (sql: string) => Promise<void>;
  /** Sends a last write, whose failure the commit tells: nobody waits for it before. */
  readonly send: (question: Question) => Promise<void>;
  /**
   * Runs the work so that its failure undoes only the work, and the transaction can go on. Where nothing was written before
   * it, the transaction is begun anew: locks that reading took are gone.
   */
  readonly attempt: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  readonly client: pg.PoolClient;
};

/** A statement as sent: every value comes back as the text PostgreSQL wrote, in the order selected. */
export type Question = {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly columns: readonly string[];
};

export type ConnectionSettings = {
  readonly url: string;
  /** The role to act in; left out, the login acts as itself. */
  readonly role?: string;
  readonly connections: number;
  /** 0 waits for ever: only for populating and migrating. */
  readonly statementTimeoutMs: number;
  /** Statements follow one another without waiting for each answer. Such a connection cannot COPY. */
  readonly pipelined?: boolean;
};

/** Opens a pool; nothing is sent until the first transaction. */
export function connect(settings: ConnectionSettings): Database {
  const { pipelined = false } = settings;
  const pool = openPool(settings, settings.connections, pipelined);
  const loading = pipelined ? openPool(settings, loadsAtOnce, false) : pool;
  return {
    transact: (work) => transact(pool, pipelined, work),
    look: (work) => look(pool, pipelined, work),
    load: (work) => transact(loading, false, work),
    close: async () => void (await Promise.all([...new Set([pool, loading])].map((one) => one.end()))),
  };
}

const loadsAtOnce = 4; // each is a file on its way in; a fifth waits for its turn

function openPool(settings: ConnectionSettings, connections: number, pipelined: boolean): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: connections,
    pipeline: pipelined,
    connectionTimeoutMillis: 10_000,
    options: sessionOptions(settings),
    application_name: 'contactpoint',
    types: { getTypeParser: () => asText },
  });
  pool.on('error', () => undefined); // an idle connection that breaks is replaced at the next use
  // One in use may break between two statements, where nobody waits to be told: the next statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** What went wrong in the database, by its SQLSTATE class where there is one; undefined for any other error. */
export function databaseFault(error: unknown): 'timed out' | 'unreachable' | 'full' | 'other' | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (code === '57014') return 'timed out';
  if (code === '53100') return 'full';
  if (code === '25006') return 'unreachable'; // it answers, but takes no writing: a standby, or a primary that was fenced
  if (code.startsWith('08') || code.startsWith('57P') || isOfTheNetwork(error, code)) return 'unreachable';
  return /^[0-9A-Z]{5}$/.test(code) ? 'other' : undefined;
}

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// A socket's file that is not there, or not ours, is told by the call that failed: other files have nothing to do with it.
function isOfTheNetwork(error: unknown, code: string): boolean {
  if (networkCodes.has(code)) return true;
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

function codeOf(error: unknown): string | undefined {
  if (
    error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying/.test(error.message)
  )
    return '08006';
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function sessionOptions({ role, statementTimeoutMs }: ConnectionSettings): string {
  const settings = [
    'timezone=UTC',
    'client_min_messages=warning',
    `statement_timeout=${statementTimeoutMs}`,
    'idle_in_transaction_session_timeout=60000',
    'plan_cache_mode=force_generic_plan', // a plan is chosen once, tested once, and does not change with the values
  ];
  if (role !== undefined) settings.push(`role=${role}`);
  return settings.map((setting) => `-c ${setting}`).join(' ');
}

/** One connection in use, and what was sent over it that nobody has waited for. */
type Line = {
  readonly client: pg.PoolClient;
  readonly pipelined: boolean;
  readonly sent: Promise<unknown>[];
  /** Whether anything may have been written in this transaction. */
  wrote: boolean;
};

async function transact<Answer>(
  pool: pg.Pool,
  pipelined: boolean,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect();
  const line = { client, pipelined, sent: [], wrote: false };
  let broken: Error | undefined;
  try {
    await send(line, 'begin');
    const answer = await work(openTransaction(line));
    await commit(line);
    return answer;
  } catch (error) {
    broken = await rollBack(client);
    throw (await firstFailure(line)) ?? error; // what was asked after it failed only because of it
  } finally {
    client.release(broken);
  }
}

async function firstFailure({ sent }: Line): Promise<unknown> {
  for (const one of await Promise.allSettled(sent)) if (one.status === 'rejected') return one.reason;
  return undefined;
}

async function look<Answer>(
  pool: pg.Pool,
  pipelined: boolean,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect();
  try {
    return await work(openTransaction({ client, pipelined, sent: [], wrote: false }));
  } finally {
    client.release();
  }
}

function openTransaction(line: Line): Transaction {
  const { client } = line;
  return {
    client,
    ask: (question) => {
      noteWriting(line, question.text);
      return ask(line, question);
    },
    run: async (sql) => {
      line.wrote = true; // for all that is known of it
      await client.query(sql);
    },
    send: ({ name, text, values }) => {
      noteWriting(line, text);
      return send(line, { name, text, values: values.map(sentAs) });
    },
    attempt: (work) => attempt(line, work),
  };
}

// Answers come in the order of the questions, so that whatever is asked next waits for this too.
async function send({ client, pipelined, sent }: Line, query: string | pg.QueryConfig): Promise<void> {
  if (pipelined) gather(client);
  const answered = client.query(query);
  if (!pipelined) {
    await answered;
    return;
  }
  answered.catch(() => undefined); // told by the commit
  sent.push(answered);
}

// What is asked at one time goes out together: each write to the socket costs as much as a small statement.
function gather(client: pg.PoolClient): void {
  const stream = 'connection' in client ? streamOf(client.connection) : undefined;
  if (stream === undefined) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function streamOf(connection: unknown): Duplex | undefined {
  if (typeof connection !== 'object' || connection === null || !('stream' in connection)) return undefined;
  return connection.stream instanceof Duplex ? connection.stream : undefined;
}

async function commit({ client, pipelined, sent }: Line): Promise<void> {
  if (pipelined) gather(client);
  const committed = client.query('commit');
  committed.catch(() => undefined); // what failed before it is told first
  await Promise.all(sent);
  const { command } = await committed;
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back'); // as PostgreSQL does after a failure
}

async function ask(
  { client, pipelined }: Line,
  { name, text, values, columns }: Question,
): Promise<(string | null)[][]> {
  if (pipelined) gather(client);
  const result = await client.query<(string | null)[]>({
    name,
    text,
    values: values.map(sentAs),
    rowMode: 'array',
  });
  const mismatch = result.fields.findIndex((field, position) => field.name !== columns[position]);
  if (mismatch >= 0 || result.fields.length !== columns.length)
    throw new Error(
      `Statement ${name} answers ${result.fields.map((field) => field.name).join()} but declares ${columns.join()}`,
    );
  return result.rows;
}

// Most transactions begin with what is attempted: they need no savepoint, which costs as much as a statement and a second number
// of transaction for what is written.
async function attempt<Answer>(line: Line, work: () => Promise<Answer>): Promise<Answer> {
  const isFirst = !line.wrote;
  if (!isFirst) await send(line, 'savepoint attempted');
  try {
    return await work();
  } catch (error) {
    await line.client.query(isFirst ? 'rollback' : 'rollback to savepoint attempted');
    if (isFirst) {
      await send(line, 'begin');
      line.wrote = false;
    }
    throw error;
  }
}

function noteWriting(line: Line, sql: string): void {
  line.wrote ||= !sql.startsWith('select ');
}

/** Answers the error that makes the connection unusable, if rolling back failed too. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('The connection broke');
  }
}

function asText(value: string): string {
  return value;
}
