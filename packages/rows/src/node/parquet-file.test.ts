import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handlesReadBy, isClosed } from "../testing/open-handles.js";
import { structBytes, type ThriftFields } from "../testing/thrift-bytes.js";
import { openParquet } from "./parquet-file.js";
import { readRows } from "./read-rows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parquet-file-"));
});
afterAll(() => rm(folder, { recursive: true }));

const PAR1 = [0x50, 0x41, 0x52, 0x31];
const uint32 = (value: number) => [value, value >>> 8, value >>> 16, value >>> 24];
/** A file of pages, the description of what is in them, and the number of its bytes. */
function fileOf(pages: readonly number[], footer: readonly number[], length = footer.length): Uint8Array {
  return Uint8Array.from([...PAR1, ...pages, ...footer, ...uint32(length), ...PAR1]);
}

/** A page of plain texts. */
function page(...texts: string[]): number[] {
  const bytes = texts.flatMap((text) => [...uint32(text.length), ...new TextEncoder().encode(text)]);
  const described = { 1: texts.length, 2: 0, 3: 3, 4: 3 };
  return [...structBytes({ 1: 0, 2: bytes.length, 3: bytes.length, 5: described }), ...bytes];
}
const TEXT = 6;
const PAGE = page("good", "bad");
const SCHEMA = [
  { 4: "root", 5: 1 },
  { 1: TEXT, 3: 0, 4: "text", 6: 0 },
];
/** The one column of a row group; 7 is its bytes, 9 where its first page of data begins. */
const column = (given: ThriftFields = {}): ThriftFields => ({
  ...{ 1: TEXT, 2: [0], 3: ["text"], 4: 0, 5: 2, 6: PAGE.length, 7: PAGE.length, 9: 4 },
  ...given,
});
const group = (rows: ThriftFields, given?: ThriftFields): ThriftFields => ({
  ...{ 1: [{ 2: 4, 3: column(given) }], 2: PAGE.length },
  ...rows,
});
const described = (...groups: ThriftFields[]) =>
  structBytes({ 1: 1, 2: SCHEMA, 3: 2 * groups.length, 4: groups });
const ROWS = [{ text: "good" }, { text: "bad" }];

async function groupsOf(
  bytes: Uint8Array,
  ...args: [columns?: string[], from?: number]
): Promise<object[][]> {
  const path = join(folder, "data.parquet");
  await writeFile(path, bytes);
  const file = await openParquet(path);
  try {
    const groups: object[][] = [];
    for await (const rows of file.groups(...args)) groups.push(rows);
    return groups;
  } finally {
    await file.close();
  }
}

describe("groups of rows", () => {
  const three = fileOf(PAGE, described(group({ 3: 2 }), group({ 3: 0 }), group({ 3: 2 })));
  test.each<[from: number | undefined, groups: object[][]]>([
    [undefined, [ROWS, ROWS]],
    [0, [ROWS, ROWS]],
    [1, [ROWS.slice(1), ROWS]],
    [2, [ROWS]],
    [3, [ROWS.slice(1)]],
    [4, []],
    [9, []],
  ])("from row %s on are never empty", async (from, groups) => {
    expect(await groupsOf(three, undefined, from)).toEqual(groups);
  });

  test("have the columns that are named, each once", async () => {
    expect(await groupsOf(three, ["text", "text"], 2)).toEqual([ROWS]);
    const columnData = [
      { name: "text", data: ["good", "bad"], type: "STRING" as const },
      { name: "stars", data: [5, 1], type: "DOUBLE" as const },
    ];
    const two = new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await groupsOf(two)).toEqual([
      [
        { text: "good", stars: 5 },
        { text: "bad", stars: 1 },
      ],
    ]);
    expect(await groupsOf(two, ["stars", "stars"])).toEqual([[{ stars: 5 }, { stars: 1 }]]);
  });

  test("may have a column that ends with the file, and a dictionary before its data", async () => {
    const ending = described(group({ 3: 2 }, { 7: 300 }));
    const { length } = fileOf(PAGE, ending);
    const bytes = fileOf(PAGE, described(group({ 3: 2 }, { 7: length - 4 })));
    expect(bytes.length).toBe(length);
    expect(await groupsOf(bytes)).toEqual([ROWS]);
    const dictionary = [...structBytes({ 1: 2, 2: 0, 3: 0, 7: { 1: 0, 2: 0 } })];
    const pages = [...dictionary, ...PAGE];
    const both = { 7: pages.length, 9: 4 + dictionary.length, 11: 4 };
    expect(await groupsOf(fileOf(pages, described(group({ 3: 2 }, both))))).toEqual([ROWS]);
  });
});

describe("a file whose numbers cannot be right is refused, and closed", () => {
  const good = described(group({ 3: 2 }));
  test.each<[what: string, bytes: Uint8Array, problem: string]>([
    ["eleven bytes", Uint8Array.from([...PAR1, 0, 0, 0, ...PAR1]), "it is too short"],
    ["twelve bytes", fileOf([], []), "it ends within a struct"],
    [
      "another end",
      fileOf(PAGE, good).map((byte, i, { length }) => (i < length - 1 ? byte : 0x30)),
      "it does not end with PAR1",
    ],
    [
      "a description that begins before the file",
      fileOf([], good, good.length + 1),
      `its description claims ${good.length + 1} bytes`,
    ],
    ["one of 4 GiB", fileOf([], good, 2 ** 32 - 1), "its description claims 4294967295 bytes"],
    [
      "a column that begins before the file",
      fileOf(PAGE, described(group({ 3: 2 }, { 9: -1 }))),
      "a column lies outside of it",
    ],
    [
      "one that begins with it",
      fileOf(PAGE, described(group({ 3: 2 }, { 9: 0 }))),
      "a page claims a size of -1",
    ],
    [
      "one of fewer than no bytes",
      fileOf(PAGE, described(group({ 3: 2 }, { 7: -1 }))),
      "a column lies outside of it",
    ],
    [
      "one of no bytes",
      fileOf(PAGE, described(group({ 3: 2 }, { 7: 0 }))),
      "a column has 0 values for 2 rows",
    ],
    [
      "one that ends after the file",
      fileOf(PAGE, described(group({ 3: 2 }, { 7: 1e6 }))),
      "a column lies outside of it",
    ],
    [
      "a group of 2^60 rows",
      fileOf(PAGE, described(group({ 3: 2 ** 60 }))),
      "a row group has no number of rows",
    ],
    [
      "a group without a number of rows",
      fileOf(PAGE, described(group({}))),
      "a row group has no number of rows",
    ],
    [
      "a group of fewer rows than its column",
      fileOf(PAGE, described(group({ 3: 1 }))),
      "a column has 2 values for 1 rows",
    ],
  ])("%s", async (_, bytes, problem) => {
    const handles = await handlesReadBy(folder, () =>
      expect(groupsOf(bytes)).rejects.toMatchObject({
        code: "UNREADABLE_FILE",
        message: `data.parquet is not readable as Parquet: ${problem}.`,
        cause: expect.any(Error),
      }),
    );
    expect([...handles].map(isClosed)).toEqual(problem === "it is too short" ? [] : [true]);
  });

  test("a column that ends one byte after the file", async () => {
    const { length } = fileOf(PAGE, described(group({ 3: 2 }, { 7: 300 })));
    const bytes = fileOf(PAGE, described(group({ 3: 2 }, { 7: length - 3 })));
    expect(bytes.length).toBe(length);
    await expect(groupsOf(bytes)).rejects.toThrow("a column lies outside of it");
  });
});

test("a file is closed when its rows are read, and when the reader stops", async () => {
  const path = join(folder, "closed.parquet");
  await writeFile(path, fileOf(PAGE, described(group({ 3: 2 }), group({ 3: 2 }))));
  const options = { format: "parquet" } as const;
  const handles = await handlesReadBy(folder, async () => {
    for await (const { columns } of readRows(path, options)) expect(columns).toEqual(["text"]);
    for await (const _ of readRows(path, options)) break;
    for await (const _ of readRows(path, { ...options, onFile: () => {} }));
  });
  expect([...handles].map(isClosed)).toEqual([true, true, true, true]);
});

test("a file may be a link", async () => {
  await writeFile(join(folder, "linked.parquet"), fileOf(PAGE, described(group({ 3: 2 }))));
  await symlink(join(folder, "linked.parquet"), join(folder, "link.parquet"));
  const { rows, close } = await openParquet(join(folder, "link.parquet"));
  await close();
  expect(rows).toBe(2);
});
