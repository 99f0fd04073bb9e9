import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { failure } from "../testing/failure.js";
import { drain, rowsArbitrary, scratchFiles } from "../testing/reading.js";
import { type CsvOptions, readCsv } from "./files.js";

const written = scratchFiles();
const quoteCsv = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe("CSV", () => {
  test("reads RFC 4180: quotes, line breaks and quotes in fields, CRLF, a byte order mark", async () => {
    const csv = '\ufeffid,text,label\r\n1,"Two\r\nlines, and a ""quote""",pos\r\n2,plain,neg\r\n';
    const { examples, records } = await drain(readCsv(await written(csv, ".csv")));
    expect(examples).toEqual([
      { id: "1", text: 'Two\r\nlines, and a "quote"', label: "pos" },
      { id: "2", text: "plain", label: "neg" },
    ]);
    expect(records).toMatchObject([{ kind: "csv", bytes: Buffer.byteLength(csv) }]);
  });

  test("reads other delimiters, quotes, headers, and tabs by the name", async () => {
    const semicolon = await written("id;text;label\n1;'a;b';pos\n", ".csv");
    expect((await drain(readCsv(semicolon, { delimiter: ";", quote: "'" }))).examples[0]?.text).toBe("a;b");
    const tabs = await written("id\ttext\n1\ta,b\n", ".tsv");
    expect((await drain(readCsv(tabs))).examples).toEqual([{ id: "1", text: "a,b" }]);
    const bare = await written("1,fine\n", ".csv");
    expect((await drain(readCsv(bare, { header: ["id", "text"] }))).examples).toEqual([
      { id: "1", text: "fine" },
    ]);
  });

  test("maps columns, names labels, keeps attributes, checks a schema", async () => {
    const path = await written("review,sentiment,stars,film\nA gem.,1,5,tt1\nDull.,0,2,tt2\n", ".csv");
    const { examples } = await drain(
      readCsv(path, {
        columns: { text: "review", label: "sentiment", group: "film", attributes: ["stars"] },
        labels: { "0": "neg", "1": "pos" },
        schema: z.looseObject({ stars: z.coerce.number().int().max(5) }),
      }),
    );
    expect(examples).toMatchObject([
      { text: "A gem.", label: "pos", group: "tt1", attributes: { stars: 5 } },
      { text: "Dull.", label: "neg", group: "tt2", attributes: { stars: 2 } },
    ]);
    expect(new Set(examples.map(({ id }) => id)).size).toBe(2);
  });

  test("reports which row and field is wrong, and reads all others", async () => {
    const csv = "id,text,label\n1,good,1\n2,short\n3,odd,9\n4,fine,0\n";
    const options: CsvOptions<"neg" | "pos"> = { labels: { "0": "neg", "1": "pos" } };
    const { examples, invalid } = await drain(readCsv(await written(csv, ".csv"), options));
    expect(examples.map(({ id }) => id)).toEqual(["1", "4"]);
    expect(invalid).toMatchObject([
      { row: 2, problem: "it has 2 fields, the header has 3", raw: ["2", "short"] },
      { row: 3, field: "label", problem: 'the label "9" is not one of 0, 1' },
    ]);
  });

  test("a quote that is never closed makes a bad row of its own line only", async () => {
    const { examples, invalid } = await drain(readCsv(await written('id,text\n1,"open\n2,x\n', ".csv")));
    expect(examples).toEqual([{ id: "2", text: "x" }]);
    expect(invalid).toMatchObject([{ row: 1, line: 2, problem: "its quotes do not match", raw: '1,"open' }]);
  });

  test("a missing column, two of one name, no rows and no text are typed errors", async () => {
    const noText = failure(drain(readCsv(await written("id,review\n1,x\n", ".csv"))));
    expect(await noText).toMatchObject({
      code: "MISSING_COLUMN",
      details: { column: "text", columns: ["id", "review"] },
    });
    const doubled = await failure(
      drain(readCsv(await written("text,note,note\nx,y,z\n", ".csv"), { columns: { attributes: ["note"] } })),
    );
    expect(doubled).toMatchObject({
      code: "DUPLICATE_COLUMN",
      details: { column: "note", positions: [2, 3] },
    });
    expect((await failure(drain(readCsv(await written("", ".csv"))))).code).toBe("NO_DOCUMENTS");
    expect((await failure(drain(readCsv("absent.csv")))).code).toBe("FILE_FAILURE");
  });

  test("a field that is not UTF-8 is an invalid row with its bytes", async () => {
    const bytes = Buffer.concat([
      Buffer.from("id,text\n1,caf"),
      Buffer.from([0xe9]),
      Buffer.from("\n2,ok\n"),
    ]);
    const { examples, invalid } = await drain(readCsv(await written(bytes, ".csv")));
    expect(examples).toEqual([{ id: "2", text: "ok" }]);
    expect(invalid).toMatchObject([{ row: 1, problem: "text: byte 3 of the field is not UTF-8" }]);
  });

  test("round trips any text", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const lines = rows.map(({ id, text, label }) => [id, text, label].map(quoteCsv).join(","));
        const path = await written(`id,text,label\n${lines.join("\n")}\n`, ".csv");
        expect((await drain(readCsv(path))).examples).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });
});
