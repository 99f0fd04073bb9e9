import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sayNotChecked, toolFor } from "../../../../tools/optional/not-checked.mjs";
import { createPipeline } from "../dataset/pipeline.js";
import { hashSplit } from "../split/hash-split.js";
import type { SqlConnection } from "../sql/sql-reader.js";
import {
  openBetterSqlite,
  openDuckDb,
  openNodeSqlite,
  openPostgres,
  type TestDatabase,
} from "../testing/databases.js";
import { failure } from "../testing/failure.js";
import { startPostgres, type TestPostgres } from "../testing/postgres-server.js";
import { drain } from "../testing/reading.js";
import { readSql } from "./read-sql.js";
import { readRecords } from "./records.js";

const clients = toolFor("databases", "queries of PostgreSQL and DuckDB");
const server = toolFor("postgres", "queries of PostgreSQL");
const betterSqlite = toolFor("betterSqlite3", "queries of SQLite by better-sqlite3")
  ? await openBetterSqlite()
  : undefined;
await betterSqlite?.close();
const nodeSqlite = await openNodeSqlite();
if (nodeSqlite === undefined)
  sayNotChecked("queries of SQLite by node:sqlite", {
    title: "node:sqlite",
    remedy: "run the tests with Node 22.16 or newer",
  });
await nodeSqlite?.close();

let postgres: TestPostgres;
const hasPostgres = clients !== undefined && server !== undefined;
beforeAll(async () => {
  if (hasPostgres) postgres = await startPostgres(server!);
}, 60_000);
afterAll(() => postgres?.stop());

interface Kind {
  readonly name: string;
  readonly isHere: boolean;
  readonly open: () => Promise<TestDatabase>;
  /** The first parameter of a query. */
  readonly first: string;
}

const KINDS: readonly Kind[] = [
  { name: "PostgreSQL", isHere: hasPostgres, open: () => openPostgres(postgres.url), first: "$1" },
  {
    name: "PostgreSQL by a pool",
    isHere: hasPostgres,
    open: () => openPostgres(postgres.url, "Pool"),
    first: "$1",
  },
  {
    name: "SQLite by better-sqlite3",
    isHere: betterSqlite !== undefined,
    open: async () => (await openBetterSqlite())!,
    first: "?",
  },
  {
    name: "SQLite by node:sqlite",
    isHere: nodeSqlite !== undefined,
    open: async () => (await openNodeSqlite())!,
    first: "?",
  },
  { name: "DuckDB", isHere: clients !== undefined, open: openDuckDb, first: "$1" },
];

/** Runs statements, then reads, on a connection of its own. */
async function within<T>(
  { open }: Kind,
  statements: readonly string[],
  read: (connection: SqlConnection, database: TestDatabase) => Promise<T>,
): Promise<T> {
  const database = await open();
  try {
    for (const sql of ["DROP TABLE IF EXISTS reviews", ...statements]) await database.run(sql);
    return await read(database.connection, database);
  } finally {
    await database.close();
  }
}

const SMALL = [
  "CREATE TABLE reviews (id BIGINT, body TEXT, stars INTEGER, lang TEXT)",
  "INSERT INTO reviews VALUES (2, 'Dull; -- really.', 0, 'en'), (1, 'A gem.', 1, 'en'), (3, 'Ça va.', NULL, 'fr')",
];
const COLUMNS = { text: "body", label: "stars" };

describe.each(KINDS.filter(({ isHere }) => isHere))("$name", (kind) => {
  const isSqlite = kind.first === "?";

  test("rows become examples; NULL is a missing value; they are sorted by id", () =>
    within(kind, SMALL, async (connection) => {
      const { examples, invalid } = await drain(
        readSql(connection, "SELECT * FROM reviews -- all\n;\n", { columns: COLUMNS }),
      );
      expect(invalid).toEqual([]);
      expect(examples).toEqual([
        { id: "1", text: "A gem.", label: "1" },
        { id: "2", text: "Dull; -- really.", label: "0" },
        { id: "3", text: "Ça va." },
      ]);
    }));

  test("the query and its parameters are in the lineage, and nothing of the connection", () =>
    within(kind, SMALL, async (connection) => {
      const query = `SELECT * FROM reviews WHERE lang = ${kind.first}`;
      const source = readSql(connection, query, { columns: COLUMNS, parameters: ["en"] });
      const pipeline = createPipeline({ split: hashSplit({ testSize: 0.5, by: "id" }), failOn: "never" });
      const { manifest } = await pipeline.process(source);
      expect(manifest.counts.read).toBe(2);
      expect(manifest.sources).toEqual([
        { kind: "sql", name: "query", database: kind.name.split(" ")[0], query, parameters: ["en"] },
      ]);
      expect(JSON.stringify(manifest)).not.toContain("secret-word");
    }));

  test("all digits of numbers, and times, are those of the other readers", () =>
    within(
      kind,
      [
        "CREATE TABLE reviews (id BIGINT, text TEXT, price DECIMAL(30, 20), score DOUBLE PRECISION, ok BOOLEAN, written TIMESTAMP, day DATE)",
        "INSERT INTO reviews VALUES (9007199254740993, 'a', 12345678.12345678901234567890, 0.1, TRUE, '2024-02-29 23:59:59.123456', '2024-02-29')",
        "INSERT INTO reviews VALUES (-9223372036854775808, 'b', NULL, NULL, FALSE, NULL, NULL)",
      ],
      async (connection) => {
        const attributes = isSqlite ? ["score", "ok"] : ["price", "score", "ok", "written", "day"];
        const { examples, invalid } = await drain(
          readSql(connection, "SELECT * FROM reviews", { columns: { attributes } }),
        );
        const exact = {
          price: "12345678.12345678901234567890",
          written: "2024-02-29T23:59:59.123456Z",
          day: "2024-02-29",
        };
        expect(invalid).toEqual([]);
        expect(examples).toEqual([
          { id: "-9223372036854775808", text: "b", attributes: { ok: false } },
          {
            id: "9007199254740993",
            text: "a",
            attributes: { score: 0.1, ok: true, ...(isSqlite ? {} : exact) },
          },
        ]);
      },
    ));

  test("rows in another order of the disk are the same version, also where ids are not unique", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `(${i % 30}, 'Text ${i}', '${i % 2}')`);
    const pipeline = createPipeline({
      split: hashSplit({ testSize: 0.5, by: "id" }),
      onInvalid: "quarantine",
      failOn: "never",
    });
    const versionOf = (order: readonly string[]) =>
      within(
        kind,
        [
          "CREATE TABLE reviews (id INTEGER, text TEXT, label TEXT)",
          `INSERT INTO reviews VALUES ${order.join(", ")}`,
        ],
        async (connection) => {
          const { version, manifest } = await pipeline.process(readSql(connection, "SELECT * FROM reviews"));
          expect(manifest.counts).toMatchObject({ read: 40, invalid: 10 });
          return version;
        },
      );
    const shuffled = [...rows.slice(17).reverse(), ...rows.slice(0, 17)];
    expect(await versionOf(shuffled)).toBe(await versionOf(rows));
    expect(await versionOf([...rows].reverse())).toBe(await versionOf(rows));
  });

  test("rows without an id are the same version in any order, and that of the same rows of another reader", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      text: `Text ${i % 15}`,
      label: i % 5 ? "pos" : "neg",
    }));
    const pipeline = createPipeline({ split: hashSplit({ testSize: 0.5, by: "id" }), failOn: "never" });
    const values = rows.map(({ text, label }) => `('${text}', '${label}')`);
    const versionOf = (order: readonly string[]) =>
      within(
        kind,
        ["CREATE TABLE reviews (text TEXT, label TEXT)", `INSERT INTO reviews VALUES ${order.join(", ")}`],
        async (connection) => (await pipeline.process(readSql(connection, "SELECT * FROM reviews"))).version,
      );
    const { version } = await pipeline.process(readRecords(rows));
    expect(await versionOf(values)).toBe(version);
    expect(await versionOf([...values].reverse())).toBe(version);
  });

  test("a query of many rows is read in batches, can be read again, and be left early", () =>
    within(kind, ["CREATE TABLE reviews (id INTEGER)"], async (connection, database) => {
      const query = `WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 5000)
        SELECT id, 'Text' AS text FROM n`;
      const source = readSql(connection, query);
      for await (const { id } of source) {
        expect(id).toBe("1");
        break;
      }
      await database.run("INSERT INTO reviews VALUES (1)");
      let largest = 0;
      let count = 0;
      for await (const { examples } of source.batches()) {
        largest = Math.max(largest, examples.length);
        count += examples.length;
      }
      expect(count).toBe(5000);
      expect(largest).toBeLessThanOrEqual(2048);
    }));

  test("what the database refuses is QUERY_FAILED, and only a SELECT is run", () =>
    within(kind, SMALL, async (connection, database) => {
      const wrong = await failure(drain(readSql(connection, "SELECT * FROM nowhere")));
      expect(wrong).toMatchObject({ code: "QUERY_FAILED", kind: "dependency" });
      expect(wrong.message).toMatch(/nowhere/);
      // node:sqlite passes over what follows the first statement, which then has no texts.
      for (const query of [
        "DELETE FROM reviews",
        "DELETE FROM reviews RETURNING *",
        "SELECT 1) AS a; DELETE FROM reviews; --",
      ])
        expect((await failure(drain(readSql(connection, query)))).code).toMatch(
          /^(QUERY_FAILED|MISSING_COLUMN)$/,
        );
      await database.run("SELECT 1");
      expect(
        (await drain(readSql(connection, "SELECT * FROM reviews", { columns: COLUMNS }))).examples,
      ).toHaveLength(3);
    }));

  test("columns that are missing, and no rows, are errors of their own", () =>
    within(kind, SMALL, async (connection) => {
      expect(await failure(drain(readSql(connection, "SELECT * FROM reviews")))).toMatchObject({
        code: "MISSING_COLUMN",
        details: { column: "text" },
      });
      const empty = readSql(connection, "SELECT * FROM reviews WHERE id > 3", { columns: COLUMNS });
      expect(await failure(drain(empty))).toMatchObject({ code: "NO_DOCUMENTS" });
    }));
});

describe.skipIf(!hasPostgres)("a cursor of PostgreSQL", () => {
  const count = (
    text: string,
  ) => `WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 3000)
    SELECT id, ${text} AS text FROM n`;
  type Client = { query(sql: string): Promise<{ rows: readonly Record<string, unknown>[] }> };

  test("is closed when reading ends early, and leaves a transaction of the caller open", () =>
    within(KINDS[0]!, [], async (connection, database) => {
      const client = connection as never as Client;
      await database.run("BEGIN");
      await database.run("CREATE TEMP TABLE mine AS SELECT 1 AS id, 'Kept' AS text");
      for await (const { id } of readSql(connection, count("'T'"))) if (id === "1") break;
      expect((await client.query("SELECT * FROM pg_cursors")).rows).toEqual([]);
      expect((await drain(readSql(connection, "SELECT * FROM mine"))).examples).toHaveLength(1);
      await database.run("ROLLBACK");
      expect(await failure(drain(readSql(connection, "SELECT * FROM mine")))).toMatchObject({
        code: "QUERY_FAILED",
      });
    }));

  test("reads times the same in every zone of the session", () =>
    within(KINDS[0]!, [], async (connection, database) => {
      const query = "SELECT 1 AS id, 'T' AS text, TIMESTAMPTZ '2024-07-01 12:00:00.5+02' AS written";
      for (const zone of ["Asia/Kathmandu", "America/St_Johns", "UTC"]) {
        await database.run(`SET TIME ZONE '${zone}'`);
        const { examples } = await drain(
          readSql(connection, query, { columns: { attributes: ["written"] } }),
        );
        expect(examples[0]?.attributes).toEqual({ written: "2024-07-01T10:00:00.500Z" });
      }
      await database.run("SET DateStyle = 'German'");
      expect((await failure(drain(readSql(connection, query)))).message).toMatch(/SET DateStyle = 'ISO'/);
    }));
});

test("what is no connection, no query or no parameter is refused at once", () => {
  const connection = { prepare: () => ({}), exec: () => {} };
  const refused = (call: () => unknown) => failure((async () => call())());
  return Promise.all([
    expect(refused(() => readSql({} as never, "SELECT 1"))).resolves.toMatchObject({
      details: { option: "connection" },
    }),
    expect(refused(() => readSql(connection, " "))).resolves.toMatchObject({ details: { option: "query" } }),
    expect(
      refused(() => readSql(connection, "SELECT 1", { parameters: [new Date()] as never })),
    ).resolves.toMatchObject({
      code: "INVALID_OPTION",
    }),
    expect(refused(() => readSql(connection, "SELECT 1", { sort: "id" } as never))).resolves.toMatchObject({
      code: "INVALID_OPTION",
    }),
  ]);
});

test.each([
  "SELECT * FROM postgres_scan('host=db user=me password=hunter2', 'public', 'reviews')",
  "SELECT * FROM read_csv('https://me:hunter2@example.com/a.csv')",
])("a query with a password is refused, and the message does not have it: %s", async (query) => {
  const error = await failure((async () => readSql({ prepare: () => ({}), exec: () => {} }, query))());
  expect(error).toMatchObject({ code: "INVALID_OPTION", details: { option: "query" } });
  expect(JSON.stringify(error) + error.message).not.toContain("hunter2");
});
