import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImdbError } from "@imdb/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workbookOf, type ZippedFile, zipOf } from "../../testing/zip-of.js";
import { type ReadRowsOptions, readRows } from "../read-rows.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-hostile-excel-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
/** The values of the rows of a workbook. */
async function read(bytes: Uint8Array, options: Partial<ReadRowsOptions> = {}): Promise<unknown[]> {
  const path = join(folder, `book-${files++}.xlsx`);
  await writeFile(path, bytes);
  const values: unknown[] = [];
  for await (const { rows } of readRows(path, { format: "excel", ...options })) {
    values.push(...rows.map((row) => ("value" in row ? row.value : row)));
  }
  return values;
}

async function refusal(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!ImdbError.isInstance(error)) throw error;
  return error;
}

const ROWS = '<row r="1"><c r="A1" t="str"><v>text</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>';
const BOOK = workbookOf(ROWS);
const SHEET: ZippedFile = BOOK.at(-1)!;
const other = (rows: string) => workbookOf(rows).at(-1)!;

describe("the library reads nothing but what was checked", () => {
  test("the workbook that the others are made of is read", async () => {
    expect(await read(zipOf(BOOK))).toEqual([{ text: 1 }]);
  });

  test.each([
    ["with a sheet behind the number of its files", [...BOOK, other(ROWS.replace(">1<", ">6<"))], [6, 5]],
    ["with more files by the second number", BOOK, [4, 5]],
    ["with a sheet twice", [...BOOK, other(ROWS.replace(">1<", ">6<"))], undefined],
    [
      "with a sheet twice, in other letters",
      [...BOOK, { ...SHEET, name: "xl/worksheets/Sheet1.xml" }],
      undefined,
    ],
    ["with two files in one place", [...BOOK, { ...BOOK[0]!, name: "xl/a.xml", at: 0 }], undefined],
    ["with a wrong checksum", [...BOOK.slice(0, -1), { ...SHEET, crc: 1 }], undefined],
    ["with a wrong checksum behind the number of its files", [...BOOK, { ...SHEET, crc: 1 }], [6, 5]],
  ] as const)("%s it is refused", async (_, entries, counts) => {
    expect((await refusal(read(zipOf(entries, counts && [...counts])))).code).toBe("INVALID_ARCHIVE");
  });

  test("60,000 names of one file are refused at once", async () => {
    const names = Array.from({ length: 60_000 }, (_, i) => ({ name: `a${i}.xml`, at: 0 }));
    const bytes = zipOf([...BOOK, ...names]);
    const before = process.cpuUsage();
    expect((await refusal(read(bytes))).message).toContain("at most 10000 are read");
    expect(process.cpuUsage(before).user).toBeLessThan(2e6);
  });

  test("a signal ends the reading between two files", async () => {
    const error = await refusal(read(zipOf(BOOK), { signal: AbortSignal.abort() }));
    expect(error.code).toBe("CANCELLED");
  });
});

describe("rows and cells are seen as XML has them", () => {
  const far = (attribute: string) =>
    `${ROWS}<row ${attribute} r="1000000"><c ${attribute} r="XFD1000000"><v>3</v></c></row>`;

  test.each([
    ["a > in an attribute", far('x=">"')],
    ["a > in an attribute of other quotes", far(`x='>"'`)],
    ["a tag that hides in an attribute", far(`x='<c r="A1">'`)],
    ["spaces around the place", `${ROWS}<row r = "1000000"><c r = "XFD1000000"><v>3</v></c></row>`],
    ["rows without a place", `<row r="1"><c r="XFD1"><v>3</v></c></row>${"<row/>".repeat(2_000)}`],
    ["a cell of another row", '<row r="1"><c r="A9"><v>3</v></c></row>'],
    ["a row that is no number", '<row r="A1"><c r="A1"><v>3</v></c></row>'],
    ["a cell without a column", '<row r="1"><c r="1"><v>3</v></c></row>'],
    ["a cell with two places", '<row r="1"><c r="A1" x:r="B1"><v>3</v></c></row>'],
    ["cells without places behind the last column", `<row>${"<c><v>1</v></c>".repeat(16_385)}</row>`],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${ROWS}`],
    ["a tag that does not end", `${ROWS}<c r="A3`],
    ["attributes without quotes", '<row r="1"><c r=A1><v>3</v></c></row>'],
  ])("%s: a typed error", async (_, rows) => {
    expect((await refusal(read(zipOf(workbookOf(rows))))).code).toBe("UNREADABLE_FILE");
  });

  test("a tag in an attribute that is cut where the library cuts its text is no tag", async () => {
    // The library reads parts of 64 KiB, and ends a tag at any > where the quote does not end in its part.
    for (const bytes of [65_300, 65_400, 65_500]) {
      const begin = `${ROWS}<x a="${"y".repeat(bytes)}`;
      const rows = `${begin}><c r='XFD1000000'><v>3</v></c><row r='9'>${"z".repeat(65_536)}"/>`;
      expect(await read(zipOf(workbookOf(rows)))).toEqual([{ text: 1 }]);
    }
  });

  test("a long tag of another kind takes no time", async () => {
    const before = process.cpuUsage();
    expect(await read(zipOf(workbookOf(`${ROWS}<d x="${">".repeat(500_000)}"/>`)))).toEqual([{ text: 1 }]);
    expect(process.cpuUsage(before).user).toBeLessThan(2e6);
  });

  test("comments, CDATA and a > in a text", async () => {
    const rows = ROWS.replace(">1<", " t='str'>a &gt;<!-- <c r='XFD1000000'> -->b> <![CDATA[<c>&amp;]]>!<");
    expect(
      await read(zipOf(workbookOf(rows.replace("<v t='str'>", "<v>").replace('"A2"', '"A2" t="str"')))),
    ).toEqual([{ text: "a >b> <c>&amp;!" }]);
  });

  test("cells and rows without places have those after the last ones", async () => {
    const cell = (value: string, place = "") => `<c${place} t="str"><v>${value}</v></c>`;
    const rows = [
      `<row>${cell("a")}${cell("b")}${cell("d", ' r="D1"')}${cell("e")}</row>`,
      "<row/>",
      `<row>${cell("1")}${cell("2", ' r="B3"')}<c/><c/>${cell("5")}</row>`,
      `<row r="5">${cell("6")}</row>`,
    ];
    expect(await read(zipOf(workbookOf(rows.join(""))))).toEqual([
      { a: "1", b: "2", d: null, e: "5" },
      { a: "6", b: null, d: null, e: null },
    ]);
  });

  test("columns have the letters of Excel", async () => {
    const rows = `<row>${"<c><v>1</v></c>".repeat(703)}</row><row r="2"><c r="AAA2"><v>2</v></c></row>`;
    const header = Array.from({ length: 703 }, (_, i) => `c${i}`);
    const [first, second] = (await read(zipOf(workbookOf(rows)), { header })) as Record<string, unknown>[];
    expect([Object.values(first!).filter((value) => value === 1).length, second!["c702"]]).toEqual([703, 2]);
  });
});

describe("a shared string counts as often as it is a cell", () => {
  const shared = (count: number, length: number) =>
    zipOf(
      workbookOf(
        `<row r="1"><c r="A1" t="str"><v>text</v></c></row>${Array.from(
          { length: count },
          (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" t="s"><v>0</v></c></row>`,
        ).join("")}`,
        `<si><t>${"x".repeat(length)}</t></si>`,
      ).map((file) => ({ ...file, method: 8 })),
    );

  test("against maxBytes and maxRatio", async () => {
    const bytes = shared(1_000, 32_767);
    expect(await refusal(read(bytes))).toMatchObject({
      code: "UNPACKED_TOO_LARGE",
      details: { limit: "maxRatio" },
    });
    expect(await refusal(read(bytes, { maxBytes: 1_000_000, maxRatio: 1e9 }))).toMatchObject({
      code: "UNPACKED_TOO_LARGE",
      details: { limit: "maxBytes" },
    });
    expect(await read(bytes, { maxRatio: 1e9 })).toHaveLength(1_000);
  });

  test("and has at most 32,767 characters", async () => {
    expect(await read(shared(1, 32_767))).toHaveLength(1);
    const { code, message } = await refusal(read(shared(1, 32_768)));
    expect(code).toBe("UNREADABLE_FILE");
    expect(message).toContain("a cell of row 2 has 32768 characters");
  });
});
