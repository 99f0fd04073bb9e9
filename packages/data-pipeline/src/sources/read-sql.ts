import { ImdbError, InvalidOption, type RunOptions } from "@imdb/core";
import { checkOption, listOf, optional, optionsOf, rule, withoutContext } from "@imdb/core/options";
import { DuplicateColumn, MissingColumn, NoDocuments, rowJson, valueText } from "@imdb/rows";
import { reasonOf } from "@imdb/runtime/remote";
import { QueryFailed } from "../errors.js";
import { sqlReaderOf } from "../sql/reader-of.js";
import type { SqlConnection, SqlReader, SqlRow, SqlValue } from "../sql/sql-reader.js";
import { readingOf } from "./files.js";
import { mapRecords, type ReadRecords } from "./map-records.js";
import { createMapper, type RecordOptions, recordRules, requiredColumns } from "./record-mapping.js";
import { createSource, type Source } from "./source.js";

/** How the rows of a query become examples. */
export interface SqlOptions<L extends string = string> extends RecordOptions<L> {
  /** The values of the query's parameters: `$1`, `$2` of PostgreSQL and DuckDB, `?` of SQLite. Default: none. */
  readonly parameters?: readonly SqlValue[];
}

const NAME = "query";

const parameter = rule<SqlValue>(
  "a text, a finite number, a bigint, true, false or null",
  (value) =>
    value === null ||
    ["string", "bigint", "boolean"].includes(typeof value) ||
    (typeof value === "number" && Number.isFinite(value)),
);
const sqlOptions = optionsOf<SqlOptions, keyof SqlOptions>({
  ...recordRules,
  parameters: optional(listOf(parameter)),
});
const connectionRule = rule<SqlConnection>(
  "an open connection: a Client or Pool of pg, a Database of better-sqlite3, a DatabaseSync of node:sqlite, or a connection of @duckdb/node-api",
  (value) => sqlReaderOf(value) !== undefined,
);
const queryRule = rule<string>(
  "a query, as SELECT id, text, label FROM reviews",
  (value) => typeof value === "string" && value.trim() !== "",
);

/**
 * The rows of a query, over a connection that is open, in bounded memory: PostgreSQL with `pg`, SQLite with `better-sqlite3` or
 * `node:sqlite`, DuckDB with `@duckdb/node-api`. Text stays text; whole numbers and decimals have all digits, times are ISO 8601, in UTC,
 * and `NULL` is a missing value: the same rows are the same examples as of a Parquet file.
 *
 * A database returns rows in any order. Where the rows have the column of the ids, the database sorts them by it, and rows of one
 * id follow their values: which of them is kept is always the same. Ids that are hashes of the rows need no order. So the order of the
 * query itself makes no difference, but where it chooses rows, with `LIMIT`.
 *
 * The query and its parameters are in the lineage of the dataset; nothing of the connection is.
 *
 * @param query  One `SELECT`, or `WITH … SELECT`. Only this is run: it stands in a query of ours as a subquery.
 * @throws `INVALID_OPTION`, also for a query with a password in it; `QUERY_FAILED`, `MISSING_COLUMN`, `DUPLICATE_COLUMN`,
 *         `NO_DOCUMENTS`, `CANCELLED`; a row that is not an example is an invalid row
 * @example no-run
 * declare const pool: Parameters<typeof readSql>[0]; // new Pool() of pg
 * const source = readSql(pool, "SELECT id, body, stars FROM reviews WHERE language = $1", {
 *   parameters: ["en"],
 *   columns: { text: "body", label: "stars" },
 * });
 */
export function readSql<L extends string = string>(
  connection: SqlConnection,
  query: string,
  options: SqlOptions<L> = {},
): Source<L> {
  checkOption("connection", connection, connectionRule, "readSql");
  checkOption("query", query, queryRule, "readSql");
  refusePasswords(query);
  sqlOptions.resolve(withoutContext(options) as never, "readSql");
  const reader = sqlReaderOf(connection)!;
  const { parameters = [] } = options;
  createMapper(NAME, options);
  return createSource<L>(
    "sql",
    options,
    async function* (run, onRecord) {
      const records = readRecords(reader, asSubquery(query), { columns: options.columns, parameters }, run);
      const map = createMapper(NAME, options);
      yield* mapRecords(NAME, records, map);
      const labels = map.namedLabels();
      onRecord({
        kind: "sql",
        name: NAME,
        database: reader.database,
        query,
        ...(labels && { labels }),
        ...(parameters.length === 0
          ? {}
          : { parameters: parameters.map((value) => (typeof value === "bigint" ? String(value) : value)) }),
      });
    },
    readingOf("parquet", NAME, options as RecordOptions),
  );
}

/** The lineage has the query, and a data card may be published. @throws `INVALID_OPTION`, without the query */
function refusePasswords(query: string): void {
  const hasPassword =
    /\b(?:password|secret_access_key|session_token)\s*=\s*[^\s$?'"]|:\/\/[^\s/:@']+:[^\s/@']+@/i;
  if (!hasPassword.test(query)) return;
  const expected = "a query without a password, which would be in the lineage: attach or connect first";
  throw InvalidOption.create({ option: "query", value: "a query with a password", expected, of: "readSql" });
}

/** On lines of its own: it may end in a comment. */
function asSubquery(query: string): string {
  return `SELECT * FROM (\n${query.replace(/[;\s]+$/, "")}\n) AS imdb_rows`;
}

/** The columns and the parameters of a query. */
interface Asked {
  readonly columns: RecordOptions["columns"];
  readonly parameters: readonly SqlValue[];
}

async function* readRecords(
  reader: SqlReader,
  query: string,
  { columns: asked, parameters }: Asked,
  run: RunOptions,
): AsyncGenerator<ReadRecords> {
  const { id = "id" } = asked ?? {};
  const columns = await orQueryFailed(reader, () => reader.columns(query, parameters));
  checkColumns(columns, asked === undefined ? {} : { columns: asked });
  const isSorted = columns.includes(id);
  const sorted = isSorted ? `${query} ORDER BY ${reader.inCodePointOrder(id)}` : query;
  const batches = failing(reader, reader.rows(sorted, parameters));
  let row = 0;
  for await (const rows of isSorted ? inOrderOfValues(batches, id) : batches) {
    yield { header: columns, records: rows.map((value) => ({ row: ++row, value })) };
    run.onProgress?.({ stage: "reading", done: row, unit: "rows" });
  }
  if (row === 0) throw NoDocuments.create({ file: `The ${NAME}`, expected: "at least one row" });
}

function checkColumns(columns: readonly string[], options: RecordOptions): void {
  const file = `The ${NAME}`;
  const twice = columns.find((column, i) => columns.indexOf(column) < i);
  if (twice !== undefined) {
    const positions = [...columns.keys()].filter((i) => columns[i] === twice).map((i) => i + 1);
    throw DuplicateColumn.create({ file, column: twice, positions });
  }
  const missing = requiredColumns(options).find((column) => !columns.includes(column));
  if (missing !== undefined) throw MissingColumn.create({ file, column: missing, columns });
}

/** Puts rows of one id, which follow each other, in the order of their values. Rows without an id may be in any order. */
async function* inOrderOfValues(
  batches: AsyncIterable<readonly SqlRow[]>,
  id: string,
): AsyncGenerator<readonly SqlRow[]> {
  let held: SqlRow[] = [];
  let heldId: string | undefined;
  for await (const rows of batches) {
    const ordered: SqlRow[] = [];
    for (const row of rows) {
      const own = valueText(row[id]);
      if (own === undefined || own !== heldId) {
        for (const one of byValues(held)) ordered.push(one);
        held = [];
      }
      heldId = own;
      held.push(row);
    }
    yield ordered;
  }
  yield byValues(held);
}

function byValues(rows: SqlRow[]): readonly SqlRow[] {
  if (rows.length < 2) return rows;
  const keyed = rows.map((row) => ({ row, key: rowJson(Object.entries(row)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ row }) => row);
}

async function* failing<T>(reader: SqlReader, batches: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (;;) {
      const { done, value } = await orQueryFailed(reader, () => batches.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    await batches.return(undefined);
  }
}

/** @throws `QUERY_FAILED` */
async function orQueryFailed<T>({ database }: SqlReader, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (ImdbError.isInstance(cause)) throw cause;
    throw QueryFailed.create({ database, reason: reasonOf(cause) }, { cause });
  }
}
