import { duckdbReader, isDuckDb } from "./duckdb-reader.js";
import { isPostgres, postgresReader } from "./postgres-reader.js";
import type { SqlReader } from "./sql-reader.js";
import { isSqlite, sqliteReader } from "./sqlite-reader.js";

/** The reader of a connection; `undefined` for what is none. */
export function sqlReaderOf(connection: unknown): SqlReader | undefined {
  const given = Object(connection) as object;
  if (isDuckDb(given)) return duckdbReader(given);
  if (isSqlite(given)) return sqliteReader(given);
  if (isPostgres(given)) return postgresReader(given);
  return undefined;
}
