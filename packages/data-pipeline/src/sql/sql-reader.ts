/** A value that stands in a query in the place of a parameter. */
export type SqlValue = string | number | bigint | boolean | null;

/** A row of a query, by the names of its columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** Runs queries over a connection that a caller opened. */
export interface SqlReader {
  readonly database: "PostgreSQL" | "SQLite" | "DuckDB";
  /** The names of the columns of a query. It is not run to its end. */
  columns(query: string, parameters: readonly SqlValue[]): Promise<readonly string[]>;
  /** Reads the rows of a query in batches; no more than a batch is in memory. */
  rows(query: string, parameters: readonly SqlValue[]): AsyncGenerator<readonly SqlRow[]>;
  /** A column as text in code point order, to sort by. */
  inCodePointOrder(column: string): string;
}

/**
 * An open connection: a `Client`, `PoolClient` or `Pool` of `pg`; a `Database` of `better-sqlite3`; a `DatabaseSync` of
 * `node:sqlite`; a `DuckDBConnection` of `@duckdb/node-api`. It is not closed.
 */
export type SqlConnection =
  | { query(...call: never[]): unknown; connect(...call: never[]): unknown }
  | { query(...call: never[]): unknown; release(...call: never[]): unknown }
  | { prepare(query: string): unknown; exec(query: string): unknown }
  | { stream(...call: never[]): unknown; run(...call: never[]): unknown };
