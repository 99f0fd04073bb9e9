import { describe, expect, test } from "vitest";
import { HeadReader } from "../format/head-reader.js";
import { readHead } from "../format/line-format.js";
import { bytesOf, readAll, summaries } from "../testing/read-all.js";
import { DETECT_BYTES } from "./detect.js";
import golden from "./golden/sniff.json" with { type: "json" };

// The files are written by tools/parity/data-pipeline/sniff.py.

const DETECT = { delimiter: "detect", quote: "detect" } as const;

function marksOf(content: string | Uint8Array, dialect: object = DETECT) {
  const { reading } = readHead("in.csv", "csv", bytesOf(content), true, dialect)!;
  if (reading.format !== "csv") throw new Error("it is CSV");
  const { delimiter, quote } = reading.layout;
  return { delimiter, quote };
}

describe(`delimiter and quote of ${golden.cases.length} files; Python's Sniffer finds ${golden.right["csv.Sniffer"]}, pandas ${golden.right.pandas}, DuckDB ${golden.right.duckdb} of them`, () => {
  test.each(golden.cases)("$what", ({ content, delimiter, quote, rows, header }) => {
    const dialect = header === null ? DETECT : { ...DETECT, header };
    expect(marksOf(content, dialect)).toEqual({ delimiter, quote });
    // Columns without a name are left out of rows.
    const read = readAll(content, dialect);
    const named = rows.map((row) => row.filter((_, i) => read.header[i] !== ""));
    expect(summaries(read.rows)).toEqual(named);
  });
});

describe("detection", () => {
  test("of the delimiter alone keeps the quote, and of the quote alone the delimiter", () => {
    const content = "id;text\n1;'a; b'\n2;c\n";
    expect(marksOf(content, { quote: "detect", delimiter: ";" })).toEqual({ delimiter: ";", quote: "'" });
    expect(marksOf('id;text\n1;"a, b"\n2;it\'s\n', { delimiter: "detect" })).toEqual({
      delimiter: ";",
      quote: '"',
    });
    expect(marksOf("id|text\n1|a\n", { delimiter: "detect", quote: "'" })).toEqual({
      delimiter: "|",
      quote: "'",
    });
  });

  test("refuses a file that two delimiters fit", () => {
    const content = "a,b;c\n1,2;3\n4,5;6\n";
    expect(() => marksOf(content)).toThrow(/its delimiter may be "," or ";": name it in delimiter/);
    expect(marksOf(content, { delimiter: ";", quote: "detect" })).toEqual({ delimiter: ";", quote: '"' });
  });

  test("takes the delimiter of most rows where some are bad", () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i};text, and more;pos`);
    rows[3] = "3;too few";
    rows[9] = '9;"never closed;pos';
    rows[12] = '12;"in quotes";pos';
    expect(marksOf(`id;text;label\n${rows.join("\n")}\n`)).toEqual({ delimiter: ";", quote: '"' });
  });

  test("a byte order mark is not part of the first name", () => {
    expect(marksOf('\ufeff"id";"text"\n1;"a, b"\n')).toEqual({ delimiter: ";", quote: '"' });
  });

  test("looks at the same bytes however the file is cut, and not behind them", () => {
    const row = "1;a, b, c\n";
    const start = `id;text\n${row.repeat(Math.ceil(DETECT_BYTES / row.length))}`;
    // What follows would make commas the better delimiter.
    const bytes = bytesOf(start + "1,a\n".repeat(100_000));
    for (const size of [1000, 65_535, 65_536, 65_537, 262_144, bytes.length]) {
      const head = new HeadReader("in.csv", "csv", DETECT);
      let found: ReturnType<HeadReader["push"]>;
      for (let at = 0; found === undefined && at < bytes.length; at += size)
        found = head.push(bytes.subarray(at, at + size));
      expect(found?.reading, `by ${size}`).toMatchObject({ layout: { delimiter: ";", quote: '"' } });
    }
  });
});

describe("two columns of one name", () => {
  const header = (columns?: readonly string[]) => {
    const { reading } = readHead("in.csv", "csv", bytesOf("id,text,x,x\n"), true, {}, columns)!;
    return reading.format === "csv" && reading.layout.header;
  };

  test("are left out when others are asked for, and refused when they are", () => {
    expect(header(["id", "text"])).toEqual(["id", "text", "", ""]);
    expect(() => header(["text", "x"])).toThrow(/the column "x" more than once: as columns 3, 4/);
    expect(() => header()).toThrow(/more than once/);
  });
});
