import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImdbError } from "@imdb/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workbookOf, zipOf } from "../../testing/zip-of.js";
import { ExactDecimal } from "../../values/exact-decimal.js";
import { valueText } from "../../values/row-values.js";
import { type FileOfRows, type ReadRowsOptions, readRows } from "../read-rows.js";
import { CellBounds } from "./cell-bounds.js";
import { excelNumber } from "./excel-number.js";
import golden from "./golden/excel.json" with { type: "json" };

// The workbooks are written by tools/parity/data-pipeline/excel_files.py.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imdb-excel-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function written(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `book-${files++}.xlsx`);
  await writeFile(path, bytes);
  return path;
}

async function read(path: string, options: Partial<ReadRowsOptions> = {}) {
  const rows: { row: number; line?: number; value: Record<string, unknown> }[] = [];
  let columns: readonly string[] | undefined;
  for await (const batch of readRows(path, { format: "excel", ...options })) {
    columns = batch.columns;
    rows.push(...(batch.rows as typeof rows));
  }
  return { columns, rows };
}

async function refusal(work: Promise<unknown>): Promise<ImdbError> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!ImdbError.isInstance(error)) throw error;
  return error;
}

const book = (writer: "openpyxl" | "xlsxwriter") => Buffer.from(golden[writer].file, "base64");

describe.each(["openpyxl", "xlsxwriter"] as const)("a workbook of %s", (writer) => {
  test("has its texts, numbers, dates and flags, each with its row", async () => {
    const { columns, rows } = await read(await written(book(writer)));
    expect(columns).toEqual(["id", "text", "label", "price", "at", "day", "checked", "", "note"]);
    const texts = rows.map(({ value }) => Object.values(value).map((cell) => valueText(cell) ?? null));
    const AT = "2024-02-29T13:45:30.000Z";
    const DAY = "1999-12-31T00:00:00.000Z";
    expect(texts.slice(0, 3)).toEqual([
      ["1", '  spaces, "quotes" & <tags>\nand a line ', "pos", "0.1", AT, DAY, "true", null],
      ["2", "Größe 映画 🎬", "neg", "-1234.5678", null, null, "false", "x"],
      ["4", "1", null, "1000000000000000000000", null, null, null, null],
    ]);
    expect(texts[3]!.slice(3, 4)).toEqual(["0.3333333333333333"]);
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 2],
      [2, 3],
      [4, 5],
      [5, 6],
      [6, 7],
    ]);
  });

  test("is recorded with its hash", async () => {
    let record: FileOfRows | undefined;
    const onFile = (file: FileOfRows) => {
      record = file;
    };
    await read(await written(book(writer)), { onFile, sheet: "Reviews" });
    expect(record).toMatchObject({ bytes: book(writer).length, sheet: "Reviews" });
    expect(record?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("a formula is the value that is stored, and an error is a missing value", async () => {
  const { rows } = await read(await written(book("xlsxwriter")));
  expect(rows[4]!.value).toMatchObject({ id: 6, text: "ab", label: null, price: 2 });
});

test("a sheet is chosen by its name or number, and its names may be given", async () => {
  const path = await written(book("openpyxl"));
  const second = [{ row: 1, line: 2, value: { text: "of the second sheet", label: "pos" } }];
  expect((await read(path, { sheet: "Größe & more" })).rows).toEqual(second);
  expect((await read(path, { sheet: 2 })).rows).toEqual(second);
  const { rows } = await read(path, { sheet: 2, header: ["a", "b"] });
  expect(rows[0]).toEqual({ row: 1, line: 1, value: { a: "text", b: "label" } });
  for (const sheet of ["none", 3]) {
    const { code, message } = await refusal(read(path, { sheet }));
    expect(code).toBe("UNREADABLE_FILE");
    expect(message).toContain(String(sheet));
  }
  for (const sheet of [0, 1.5, true as never])
    expect(() => readRows(path, { format: "excel", sheet })).toThrow(/Option sheet/);
});

test("numbers have the digits that Excel computes with, and longer ones all of theirs", () => {
  expect(excelNumber("0.10000000000000001")).toBe(0.1);
  expect(excelNumber("1E+21")).toBe(1e21);
  expect(excelNumber("-5")).toBe(-5);
  expect(excelNumber("1344800117571260417")).toBe(1344800117571260417n);
  expect(excelNumber("0.123456789012345678901")).toEqual(new ExactDecimal("0.123456789012345678901"));
  expect(excelNumber("1e999")).toEqual(new ExactDecimal("1e999"));
});

describe("a workbook is refused", () => {
  test.each([
    ["that is an .xls file or has a password", Buffer.from("d0cf11e0a1b11ae1", "hex"), "UNREADABLE_FILE"],
    ["that is empty", Buffer.alloc(0), "UNREADABLE_FILE"],
    ["that is another zip archive", zipOf([{ name: "a.txt", content: "a" }]), "UNREADABLE_FILE"],
    ["that is cut", book("openpyxl").subarray(0, -40), "INVALID_ARCHIVE"],
    [
      "with a cell outside of a sheet",
      withSheet('<row r="1"><c r="ZZZ1" t="str"><v>a</v></c></row>'),
      "UNREADABLE_FILE",
    ],
    [
      "with a row outside of a sheet",
      withSheet('<row r="9999999"><c r="A9999999" t="str"><v>a</v></c></row>'),
      "UNREADABLE_FILE",
    ],
    ["with a place of other characters", withSheet('<row r="&#49;000000000"></row>'), "UNREADABLE_FILE"],
    [
      "with cells at both ends",
      withSheet('<row r="1"><c r="XFD1" t="str"><v>a</v></c></row><row r="1048576"></row>'),
      "UNREADABLE_FILE",
    ],
  ])("%s", async (_, bytes, code) => {
    const started = performance.now();
    expect((await refusal(read(await written(bytes)))).code).toBe(code);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("that unpacks to more than the limits", async () => {
    const path = await written(book("openpyxl"));
    expect(await refusal(read(path, { maxBytes: 5_000 }))).toMatchObject({
      code: "UNPACKED_TOO_LARGE",
      details: { limit: "maxBytes", allowed: 5_000 },
    });
  });

  test("whose column is there twice and asked for", async () => {
    const row = '<row r="1"><c r="A1" t="str"><v>text</v></c><c r="B1" t="str"><v>text</v></c></row>';
    const path = await written(withSheet(`${row}${row.replaceAll("1", "2")}`));
    expect((await refusal(read(path))).code).toBe("DUPLICATE_COLUMN");
    expect((await read(path, { columns: ["label"] })).columns).toEqual(["", ""]);
  });

  test("with a typed error, or is the same, with any byte flipped", async () => {
    const bytes = book("openpyxl");
    const expected = await read(await written(bytes));
    for (let at = 0; at < bytes.length; at += 11) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const path = await written(changed);
      await read(path).then(
        (found) => expect(found).toEqual(expected),
        (error) => {
          if (!ImdbError.isInstance(error)) throw error;
        },
      );
      await rm(path);
    }
  });
});

test("places of cells are found wherever the text is cut", () => {
  const text = '<sheetData><x:row r="3" spans="1:2"><c s="1" r = \'XFE7\'><v>1</v></c></x:row>';
  for (let size = 1; size <= text.length; size++) {
    const bounds = new CellBounds();
    const push = () => {
      for (let at = 0; at < text.length; at += size) bounds.push(text.slice(at, at + size));
    };
    expect(push, `by ${size}`).toThrow(/XFE7 is outside of a sheet/);
  }
  const long = new CellBounds();
  long.push(`<row spans="${" ".repeat(4_000)}`);
  expect(() => long.push(" ".repeat(100))).toThrow(/a tag is longer/);
  expect(() => new CellBounds().push(`<x:c r="A1" x:r="ZZZZ1">`)).toThrow(/is no place/);
  expect(() => new CellBounds().push('a r="ZZZZ1" <cx r="ZZZZ1"> <c s="1">')).not.toThrow();
});

/** A workbook of one sheet. */
function withSheet(rows: string): Buffer {
  return zipOf(workbookOf(rows));
}
