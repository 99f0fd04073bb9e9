import { createRequire } from "node:module";
import type { SqlConnection } from "../sql/sql-reader.js";

/** An open database, as far as tests need it besides reading. */
export interface TestDatabase {
  readonly connection: SqlConnection;
  run(sql: string, values?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

const fromTools = createRequire(new URL("../../../../tools/databases/package.json", import.meta.url));

/** A client of a database. It is no dependency of this package. */
function load(name: string) {
  return fromTools(name);
}

/** A database of `better-sqlite3` in memory; `undefined` where it was compiled for another version of Node. */
export async function openBetterSqlite(): Promise<TestDatabase | undefined> {
  try {
    return sqlite(new (load("better-sqlite3"))(":memory:"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_DLOPEN_FAILED") return undefined;
    throw error;
  }
}

/** A database of `node:sqlite` in memory; `undefined` where the runtime does not have it. */
export async function openNodeSqlite(): Promise<TestDatabase | undefined> {
  const sqliteModule = process.getBuiltinModule?.("node:sqlite") as never as
    | { DatabaseSync: new (path: string) => SqliteLike }
    | undefined;
  return sqliteModule === undefined ? undefined : sqlite(new sqliteModule.DatabaseSync(":memory:"));
}

interface SqliteLike {
  prepare(sql: string): { run(...values: unknown[]): unknown };
  exec(sql: string): unknown;
  close(): void;
}

function sqlite(database: SqliteLike): TestDatabase {
  return {
    connection: database,
    run: async (sql, values = []) => void database.prepare(sql).run(...values),
    close: async () => database.close(),
  };
}

/** A database of DuckDB in memory. */
export async function openDuckDb(): Promise<TestDatabase> {
  const { DuckDBInstance } = load("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  return {
    connection,
    run: (sql, values = []) => (values.length === 0 ? connection.run(sql) : connection.run(sql, [...values])),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A client, or a pool, of `pg`. */
export async function openPostgres(url: string, kind: "Client" | "Pool" = "Client"): Promise<TestDatabase> {
  const connection = new (load("pg")[kind])({ connectionString: url });
  if (kind === "Client") await connection.connect();
  return {
    connection,
    run: async (sql, values = []) => void (await connection.query(sql, [...values])),
    close: () => connection.end(),
  };
}
