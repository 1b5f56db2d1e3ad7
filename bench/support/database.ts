import pg from 'pg';

/** Where a database is and whom to be there, for `pg` and for PostgreSQL's own programs. */
export type Login = {
  readonly host: string; // a name, or the directory of a socket
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** SQL as the owner: for arranging a measurement and for reading what it left. */
export type Owner = {
  readonly login: Login;
  /** The process that serves this connection. */
  readonly backend: number;
  readonly rows: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** The first column of the first row, as a number. */
  readonly number: (sql: string, values?: readonly unknown[]) => Promise<number>;
  readonly close: () => Promise<void>;
};

export type Row = readonly (string | null)[];

/** Reads postgres://user:password@host:port/database?host=socket. */
export function loginOf(url: string): Login {
  const parsed = new URL(url.replace('@/', '@localhost/')); // URL takes no empty host
  return {
    host: parsed.searchParams.get('host') ?? parsed.hostname,
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
  };
}

/** Connects once; every value comes as the text that PostgreSQL wrote. */
export async function connectOwner(login: Login): Promise<Owner> {
  const client = new pg.Client({ ...login, types: { getTypeParser: () => (text: string) => text } });
  await client.connect();
  await client.query('set timezone to utc');
  const rows: Owner['rows'] = async (sql, values = []) => {
    const { rows: found } = await client.query<(string | null)[]>({
      text: sql,
      values: [...values],
      rowMode: 'array',
    });
    return found;
  };
  const number: Owner['number'] = async (sql, values) => Number((await rows(sql, values))[0]?.[0] ?? 0);
  const backend = await number('select pg_backend_pid()');
  return { login, backend, rows, number, close: () => client.end() };
}
