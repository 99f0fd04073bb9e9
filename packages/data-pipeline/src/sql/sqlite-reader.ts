import { hasMethods } from "./has-methods.js";
import { quotedName } from "./quoted-name.js";
import type { SqlReader, SqlRow, SqlValue } from "./sql-reader.js";

const BATCH = 1024;

/** The part of `better-sqlite3` and `node:sqlite` that is called. */
interface SqliteDatabase {
  prepare(query: string): SqliteStatement;
}

interface SqliteStatement {
  iterate(...parameters: unknown[]): Iterable<SqlRow>;
  /** `node:sqlite` has it from Node 22.16 on. */
  columns?(): readonly { readonly name: string; readonly type: string | null }[];
  /** Of `better-sqlite3`. */
  safeIntegers?(on: true): unknown;
  /** Of `node:sqlite`. */
  setReadBigInts?(on: true): unknown;
}

/** Whether it is a database of `better-sqlite3` or `node:sqlite`. */
export function isSqlite(object: object): object is SqliteDatabase {
  return hasMethods(object, "prepare", "exec");
}

/** Reads from SQLite. Columns that are declared as BOOLEAN, which SQLite stores as 0 and 1, are true and false. */
export function sqliteReader(database: SqliteDatabase): SqlReader {
  return {
    database: "SQLite",
    async columns(query, parameters) {
      const statement = database.prepare(query);
      const named = statement.columns?.().map(({ name }) => name);
      if (named !== undefined) return named;
      for (const row of statement.iterate(...parameters.map(bound))) return Object.keys(row);
      return [];
    },
    async *rows(query, parameters) {
      const statement = database.prepare(query);
      // All 64 bits of whole numbers.
      statement.safeIntegers?.(true);
      statement.setReadBigInts?.(true);
      const flags = new Set(statement.columns?.().flatMap((column) => (isFlag(column) ? column.name : [])));
      let batch: SqlRow[] = [];
      for (const row of statement.iterate(...parameters.map(bound))) {
        batch.push(flags.size === 0 ? row : withFlags(row, flags));
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      yield batch;
    },
    inCodePointOrder: (column) => `CAST(${quotedName(column)} AS TEXT) COLLATE BINARY`,
  };
}

function isFlag({ type }: { readonly type: string | null }): boolean {
  return /^bool(ean)?$/i.test(type ?? "");
}

function withFlags(row: SqlRow, flags: ReadonlySet<string>): SqlRow {
  const entries = Object.entries(row).map(([name, value]) =>
    flags.has(name) && (value === 0n || value === 1n) ? [name, value === 1n] : [name, value],
  );
  return Object.fromEntries(entries) as SqlRow;
}

/** SQLite has no type for true and false. */
function bound(value: SqlValue): SqlValue {
  return typeof value === "boolean" ? Number(value) : value;
}
