import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sourceFromConfig } from "../config/source-from-config.js";
import { failure } from "../testing/failure.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readCsv, readExcel } from "./files.js";
import { readFrom } from "./read-from.js";

const written = scratchFiles();

/** A workbook that tools/parity/data-pipeline/excel_files.py has written. */
async function workbook(): Promise<string> {
  const golden = new URL("../../../rows/src/node/excel/golden/excel.json", import.meta.url);
  const { xlsxwriter } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
  return written(Buffer.from(xlsxwriter.file, "base64"), ".xlsx");
}

test("a sheet has the same examples, with the same ids, as the same table in CSV", async () => {
  const csv = [
    "text,label,price,at,day,checked,note",
    '"  spaces, ""quotes"" & <tags>\nand a line ",pos,0.1,2024-02-29T13:45:30.000Z,1999-12-31T00:00:00.000Z,true,',
    "Größe 映画 🎬,neg,-1234.5678,,,false,x",
    "1,,1000000000000000000000,,,,",
    "_x000D_ is text,neg,0.3333333333333333,,,,",
    "ab,,2,,,,",
  ];
  const attributes = { price: "number", at: "text", checked: "boolean" } as const;
  // Without ids: those of the rows are hashes of all of their values.
  const schema = {
    safeParse: (row: Record<string, unknown>) => {
      const { id: _, ...data } = row;
      return { success: true, data };
    },
  } as never;
  const options = { columns: { attributes }, schema };
  const excel = await drain(readExcel(await workbook(), options));
  const expected = await drain(readCsv(await written(`${csv.join("\n")}\n`, ".csv"), options));
  expect(excel.invalid).toEqual([]);
  expect(excel.examples).toEqual(expected.examples);
});

test("is chosen by the ending, and a bad row has its place in the sheet", async () => {
  const source = await readFrom(await workbook(), { labels: { neg: "neg" } });
  const { examples, invalid, records } = await drain(source);
  expect(examples.map(({ id }) => id)).toEqual(["2", "4", "9007199254740991", "6"]);
  expect(invalid).toMatchObject([{ row: 1, line: 2, field: "label" }]);
  expect(records).toMatchObject([{ kind: "excel", sha256: expect.any(String) }]);
  const settings = { path: await workbook(), sheet: "Reviews" };
  const configured = await drain(await sourceFromConfig({ data: settings } as never));
  expect(configured.examples).toHaveLength(5);
  expect(configured.records).toMatchObject([{ sheet: "Reviews" }]);
});

test("a missing column, a missing sheet and an unknown option are typed errors", async () => {
  const path = await workbook();
  const missing = await failure(drain(readExcel(path, { columns: { text: "review" } })));
  expect(missing).toMatchObject({ code: "MISSING_COLUMN", details: { column: "review" } });
  expect((await failure(drain(readExcel(path, { sheet: "other" })))).code).toBe("UNREADABLE_FILE");
  expect(() => readExcel(path, { delimiter: ";" } as never)).toThrow(
    /There is no option delimiter|delimiter/,
  );
});

/** Texts that Excel has made numbers of, a text, a date and a boolean. */
const NUMBERS = fileURLToPath(new URL("./golden/number-texts.xlsx", import.meta.url));

test("a number in the column of texts is a text; a date and a boolean are bad rows that say so", async () => {
  const columns = { label: "stars" };
  const { examples, invalid } = await drain(readExcel(NUMBERS, { columns }));
  expect(examples.map(({ id, text, label }) => [id, text, label])).toEqual([
    ["r1", "8", "0"],
    ["r2", "1984", "1"],
    ["r3", "0.5", "2"],
    ["r4", "a good film", "3"],
  ]);
  expect(invalid.map(({ line, field, problem }) => [line, field, problem])).toEqual([
    [6, "text", 'its field "text" is a date, not text'],
    [7, "text", 'its field "text" is a boolean, not text'],
  ]);
  const seen: unknown[] = [];
  const schema = {
    safeParse(data: { text: unknown }) {
      seen.push(data.text);
      return { success: true, data };
    },
  };
  await drain(readExcel(NUMBERS, { schema: schema as never }));
  expect(seen.slice(0, 2)).toEqual([8, 1984]);
});
