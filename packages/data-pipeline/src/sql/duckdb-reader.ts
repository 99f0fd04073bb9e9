import { ExactDecimal, isoDay, isoTime } from "@imdb/rows";
import { hasMethods } from "./has-methods.js";
import { quotedName } from "./quoted-name.js";
import type { SqlReader, SqlRow, SqlValue } from "./sql-reader.js";

/** The part of a connection of `@duckdb/node-api` that is called. */
interface DuckDbConnection {
  stream(query: string, values?: SqlValue[]): Promise<DuckDbResult>;
}

interface DuckDbResult {
  columnNames(): readonly string[];
  columnType(index: number): { toString(): string };
  yieldRows(): AsyncIterable<readonly (readonly unknown[])[]>;
}

/** Whether it is a connection of `@duckdb/node-api`. */
export function isDuckDb(object: object): object is DuckDbConnection {
  return hasMethods(object, "stream", "run", "prepare");
}

/** Reads from DuckDB, a chunk of its results at a time. */
export function duckdbReader(connection: DuckDbConnection): SqlReader {
  const run = (query: string, parameters: readonly SqlValue[]) =>
    parameters.length === 0 ? connection.stream(query) : connection.stream(query, [...parameters]);
  return {
    database: "DuckDB",
    columns: async (query, parameters) => (await run(`${query} LIMIT 0`, parameters)).columnNames(),
    async *rows(query, parameters) {
      const result = await run(query, parameters);
      const names = result.columnNames();
      const convert = names.map((_, i) => conversionOf(String(result.columnType(i))));
      for await (const rows of result.yieldRows()) {
        yield rows.map(
          (row) => Object.fromEntries(names.map((name, i) => [name, convert[i]!(row[i])])) as SqlRow,
        );
      }
    },
    inCodePointOrder: (column) => `CAST(${quotedName(column)} AS VARCHAR)`,
  };
}

/** What is made of the values of a type, as the reader of Parquet files makes it. Null is a missing value. */
function conversionOf(type: string): (value: unknown) => unknown {
  const convert = CONVERSIONS.find(([name]) => name.test(type))?.[1];
  if (convert === undefined) return (value) => value;
  return (value) => (value === null ? null : convert(value as never));
}

const CONVERSIONS: readonly (readonly [RegExp, (value: never) => unknown])[] = [
  [/^DECIMAL\([^)]*\)$/, (value: object) => new ExactDecimal(String(value))],
  [/^DATE$/, ({ days }: { days: number }) => isoDay(days)],
  [/^TIMESTAMP(?: WITH TIME ZONE)?$/, ({ micros }: { micros: bigint }) => isoTime(micros, 6)],
  [/^TIMESTAMP_NS$/, ({ nanos }: { nanos: bigint }) => isoTime(nanos, 9)],
  [/^TIMESTAMP_MS$/, ({ millis }: { millis: bigint }) => isoTime(millis, 3)],
  [/^TIMESTAMP_S$/, ({ seconds }: { seconds: bigint }) => isoTime(seconds, 0)],
  [/^(?:UUID|TIME.*|INTERVAL|BIT|BIGNUM)$/, String],
];
