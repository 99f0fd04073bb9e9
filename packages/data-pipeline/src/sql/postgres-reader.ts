import { hasMethods } from "./has-methods.js";
import { postgresValue } from "./postgres-value.js";
import { quotedName } from "./quoted-name.js";
import type { SqlReader, SqlRow, SqlValue } from "./sql-reader.js";

const BATCH = 1024;

/** The part of a client of `pg` that is called. */
interface PostgresClient {
  query(call: PostgresQuery): Promise<PostgresResult>;
}

/** The part of a pool of `pg` that is called. */
interface PostgresPool {
  connect(): Promise<PostgresClient & { release(destroy?: boolean): void }>;
  readonly totalCount: number;
}

interface PostgresQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: "array";
  readonly types?: { getTypeParser(type: number): (text: string) => unknown };
}

interface PostgresResult {
  readonly fields: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Whether it is a client or a pool of `pg`. */
export function isPostgres(object: object): object is PostgresClient | PostgresPool {
  return hasMethods(object, "query") && (hasMethods(object, "escapeIdentifier") || isPool(object));
}

function isPool(object: object): object is PostgresPool {
  return hasMethods(object, "connect") && "totalCount" in object;
}

/**
 * Reads from PostgreSQL with a cursor that outlives its transaction, so that it works in a transaction of the caller and
 * without one: the server keeps the result, sorted once, and sends it in batches.
 */
export function postgresReader(connection: PostgresClient | PostgresPool): SqlReader {
  return {
    database: "PostgreSQL",
    async columns(query, parameters) {
      const { client, release } = await clientOf(connection);
      try {
        const { fields } = await client.query({
          text: `${query} LIMIT 0`,
          values: parameters.map(bound),
          rowMode: "array",
        });
        return fields.map(({ name }) => name);
      } finally {
        release();
      }
    },
    async *rows(query, parameters) {
      const { client, release } = await clientOf(connection);
      try {
        yield* rowsOf(client, query, parameters);
      } finally {
        release();
      }
    },
    inCodePointOrder: (column) => `CAST(${quotedName(column)} AS text) COLLATE "C"`,
  };
}

async function clientOf(
  connection: PostgresClient | PostgresPool,
): Promise<{ client: PostgresClient; release: () => void }> {
  if (!isPool(connection)) return { client: connection, release: () => {} };
  const client = await connection.connect();
  return { client, release: () => client.release() };
}

let cursors = 0;

async function* rowsOf(
  client: PostgresClient,
  query: string,
  parameters: readonly SqlValue[],
): AsyncGenerator<readonly SqlRow[]> {
  const cursor = `imdb_rows_${++cursors}`;
  const nextRows: PostgresQuery = {
    text: `FETCH FORWARD ${BATCH} FROM ${cursor}`,
    rowMode: "array",
    types: { getTypeParser: (type) => (text) => postgresValue(type, text) },
  };
  await client.query({
    text: `DECLARE ${cursor} NO SCROLL CURSOR WITH HOLD FOR ${query}`,
    values: parameters.map(bound),
  });
  try {
    for (;;) {
      const { fields, rows } = await client.query(nextRows);
      yield rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]])) as SqlRow);
      if (rows.length < BATCH) return;
    }
  } finally {
    // It may be gone with a connection that broke, of which the caller is told already.
    await client.query({ text: `CLOSE ${cursor}` }).catch(() => {});
  }
}

function bound(value: SqlValue): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
