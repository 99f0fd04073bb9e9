import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import { createBlockCutter } from "../format/block-cutter.js";
import { readHead, rowReader } from "../format/line-format.js";
import { bytesOf, readAll, summaries } from "../testing/read-all.js";
import { csvMarks } from "./dialect.js";
import golden from "./golden/python.json" with { type: "json" };

const invalidByte = Buffer.concat([Buffer.from("a,b\n1,caf"), Buffer.from([0xe9]), Buffer.from("\n2,ok\n")]);

/** Files, and the rows that are read from them. */
const CASES: [what: string, file: string | Uint8Array, rows: unknown[]][] = [
  [
    "LF",
    "a,b\n1,2\n3,4\n",
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  [
    "CR",
    "a,b\r1,2\r3,4\r",
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  [
    "CRLF",
    "a,b\r\n1,2\r\n3,4\r\n",
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  [
    "all three in one file",
    "a,b\n1,2\r3,4\r\n5,6\n",
    [
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
    ],
  ],
  ["no line break at the end", "a,b\n1,2", [["1", "2"]]],
  ["line breaks in quotes are kept as they are", 'a,b\r\n"x\ny","\r\n\r"\r\n', [["x\ny", "\r\n\r"]]],
  ["doubled quotes", 'a,b\n"say ""hi""",""""\n', [['say "hi"', '"']]],
  ["a quote inside a field without quotes is text", 'a,b\nit"s,5"\n', [['it"s', '5"']]],
  ["white space is text", "a,b\n 1 ,\t\n", [[" 1 ", "\t"]]],
  [
    "empty fields",
    'a,b\n,\n"",""\n',
    [
      ["", ""],
      ["", ""],
    ],
  ],
  ["a delimiter at the very end", "a,b\n1,", [["1", ""]]],
  ["an empty line is passed over and counts", "a,b\n\n1,2\r\n\r\n3\n", [["1", "2"], "4 5 WRONG_FIELD_COUNT"]],
  ["empty lines before the header", "\r\n\na,b\n1,2\n1\n", [["1", "2"], "2 5 WRONG_FIELD_COUNT"]],
  ["quotes that hold nothing are a field", 'a\n""\nx\n', [[""], ["x"]]],
  [
    "too few and too many fields",
    "a,b\n1\n1,2,3\n4,5\n",
    ["1 2 WRONG_FIELD_COUNT", "2 3 WRONG_FIELD_COUNT", ["4", "5"]],
  ],
  [
    "a quote that is never closed makes a bad row of its line",
    'a,b\n1,"x\n3,4\n',
    ["1 2 BAD_QUOTES", ["3", "4"]],
  ],
  ["one at the very end", 'a,b\n3,4\n1,"x', [["3", "4"], "2 3 BAD_QUOTES"]],
  ["text behind a closing quote", 'a,b\n1,"x"y\n3,4\n', ["1 2 BAD_QUOTES", ["3", "4"]]],
  [
    "lines in quotes count as lines",
    'a,b\n"1\n2\r3\r\n4",x\n5\n',
    [["1\n2\r3\r\n4", "x"], "2 6 WRONG_FIELD_COUNT"],
  ],
  ["bytes that are not UTF-8", invalidByte, ["1 2 INVALID_UTF8", ["2", "ok"]]],
  ["the lowest control character is text", "a,b\n\x01,\x01x\n", [["\x01", "\x01x"]]],
  ["NUL is text", "a,b\n1,\0\n", [["1", "\0"]]],
  ["a byte order mark", "\ufeffa,b\n1,2\n", [["1", "2"]]],
  ["one that is not at the start is text", "a,b\n\ufeff1,2\n", [["\ufeff1", "2"]]],
  ["a header alone", "a,b\n", []],
  ["a column without a name is passed over", "a,,\n1,2,3\n", [["1"]]],
];

describe("CSV files", () => {
  test.each(CASES)("%s", (_, file, rows) => {
    expect(summaries(readAll(file).rows)).toEqual(rows);
    expect(summaries(readAll(file, {}, [1]).rows)).toEqual(rows);
  });

  test("a name like __proto__ is a name", () => {
    const { rows } = readAll("__proto__,b\nx,y\n");
    expect(Object.entries((rows[0] as { value: object }).value)).toEqual([
      ["__proto__", "x"],
      ["b", "y"],
    ]);
  });

  test("lines that are escaped count as lines", () => {
    const dialect = { escapeChar: "\\" };
    expect(summaries(readAll("a,b\n1\\\n2\\\n3,4\n5\n", dialect).rows)).toEqual([
      ["1\n2\n3", "4"],
      "2 5 WRONG_FIELD_COUNT",
    ]);
  });

  test("a field of a row is one as any other, whatever the names", () => {
    for (const header of ["__proto__", "a"]) {
      const row = (readAll(`${header}\nx\n`).rows[0] as { value: object }).value;
      expect(Object.getOwnPropertyDescriptor(row, header)).toEqual({
        ...{ value: "x", enumerable: true, writable: true, configurable: true },
      });
    }
  });

  test("the fields of a row with too many are given unless they are not UTF-8", () => {
    const { rows } = readAll(Buffer.concat([bytesOf("a\n1,2\n"), Buffer.of(0xff), bytesOf(",2\n")]));
    expect(rows.map((row) => "fields" in row && row.fields)).toEqual([["1", "2"], false]);
  });

  test("a bad row says what, where, and holds its bytes", () => {
    expect(readAll(invalidByte).rows[0]).toEqual({
      ...{ row: 1, line: 2, fault: "INVALID_UTF8", column: "b" },
      problem: "b: byte 3 of the field is not UTF-8",
      byte: 9,
      raw: expect.objectContaining({ length: 6 }),
    });
    expect(readAll("a,b\n1\n").rows[0]).toMatchObject({
      problem: "it has 1 fields, the header has 2",
      fields: ["1"],
    });
  });

  test("a row of more than 16 MiB is a bad row, wherever it ends and however it is cut", () => {
    const long = "x".repeat(MAX_ROW_BYTES - 2);
    for (const [file, rows] of [
      [
        `a,b\n1,${long}\n3,4\n`,
        [
          ["1", long],
          ["3", "4"],
        ],
      ],
      [`a,b\n1,x${long}\r\n3,4\n`, ["1 2 ROW_TOO_LONG", ["3", "4"]]],
      [`a,b\n"1\n2",${long}\r3,4\n5\n`, ["1 2 ROW_TOO_LONG", ["3", "4"], "3 5 WRONG_FIELD_COUNT"]],
      [`a,b\n1,"${long}\n3,4\n`, ["1 2 BAD_QUOTES", ["3", "4"]]],
      [`a,b\n1,"\n${long}\n3,4\n`, ["1 2 BAD_QUOTES", "2 3 WRONG_FIELD_COUNT", ["3", "4"]]],
      [`a,b\n1,${long}${long}`, ["1 2 ROW_TOO_LONG"]],
      [`a,b\n1,${long}${long}\r\n3,4\n5\n`, ["1 2 ROW_TOO_LONG", ["3", "4"], "3 4 WRONG_FIELD_COUNT"]],
      [`a,b\n${long}xx,"y"\n3,4\n`, ["1 2 ROW_TOO_LONG", ["3", "4"]]],
    ] as const) {
      for (const size of [1 << 30, 5_000_011]) {
        expect(JSON.stringify(summaries(readAll(file, {}, [size]).rows)) === JSON.stringify(rows)).toBe(true);
      }
    }
  });

  test("a file without a header, or with two columns of one name, is refused by code", () => {
    expect(() => readAll("a,note,b,note\n")).toThrow(
      expect.objectContaining({
        code: "DUPLICATE_COLUMN",
        details: expect.objectContaining({ positions: [2, 4] }),
      }),
    );
    expect(() => readAll("x", { header: ["a", "a"] })).toThrow(/"a" more than once/);
    expect(() => readAll("")).toThrow(/it is empty/);
    expect(() => readAll("\n\r\n")).toThrow(/it is empty/);
    expect(() => readAll('a,"b\n')).toThrow(/quotes of its header/);
    expect(() => readAll(Buffer.from([0xff, 0xfe, 0x61, 0]))).toThrow(/header is not UTF-8/);
  });

  test("an impossible dialect is refused", () => {
    for (const dialect of [
      { delimiter: ";;" },
      { delimiter: "\n" },
      { quote: "”" },
      { quote: "ab" },
      { quote: "," },
    ]) {
      expect(() => csvMarks("x.csv", dialect)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    }
    expect(csvMarks("x.TSV", {})).toEqual({ delimiter: "\t", quote: '"', escapeChar: "" });
    expect(summaries(readAll("a§b\n'1§2'§3\n", { delimiter: "§", quote: "'" }, [1]).rows)).toEqual([
      ["1§2", "3"],
    ]);
    expect(summaries(readAll("1,2\n", { header: ["a", "b"] }).rows)).toEqual([["1", "2"]]);
  });
});

test(`the rows are those of Python ${golden.python} (tools/parity/rows/csv_files.py)`, () => {
  for (const { text, delimiter, quote, escapeChar, rows, isWhole } of golden.cases) {
    // Rows are read as such, whatever they hold: under as many names as the widest has fields.
    const width = Math.max(1, ...rows.map((row) => row.length));
    const header = Array.from({ length: width }, (_, i) => `c${i}`);
    const read = readAll(text, { delimiter, quote, escapeChar, header }).rows;
    const given = read.map((row) =>
      "fault" in row ? (row.fields ?? row.fault) : Object.values(row.value as object),
    );
    if (isWhole) expect(given, JSON.stringify(text)).toEqual(rows);
    else
      expect([...given.slice(0, rows.length), given[rows.length]], JSON.stringify(text)).toEqual([
        ...rows,
        "BAD_QUOTES",
      ]);
  }
});

/** Random files of the characters that matter to CSV, and dialects. */
const csvFiles = fc.record({
  dialect: fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "§"),
    quote: fc.constantFrom('"', "'", ""),
    escapeChar: fc.constantFrom("", "\\"),
    header: fc.constant(["a", "b"]),
  }),
  file: fc
    .array(fc.constantFrom("x", "é", ",", ";", "\t", "§", '"', "'", '""', "\\", "\n", "\r", "\r\n", "\xa0"), {
      maxLength: 40,
    })
    .map((parts) => bytesOf(parts.join(""))),
  flip: fc.option(fc.nat(60)),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
});

test("the rows are the same wherever the bytes are cut, in a stream and in blocks that are read separately", () => {
  fc.assert(
    fc.property(csvFiles, ({ dialect, file, flip, sizes }) => {
      const bytes = file.slice();
      if (flip !== null && flip < bytes.length) bytes[flip]! ^= 0x80;
      const whole = readAll(bytes, dialect).rows;
      expect(readAll(bytes, dialect, sizes).rows).toEqual(whole);
      const { reading, start } = readHead("in.csv", "csv", bytes, true, dialect)!;
      const cutter = createBlockCutter(reading, start);
      const blocks = [];
      for (let at = start.byte, i = 0; at < bytes.length; at += sizes[i++ % sizes.length]!) {
        blocks.push(...cutter.push(bytes.slice(at, at + sizes[i % sizes.length]!)));
      }
      blocks.push(...cutter.end());
      let next = start;
      const separate = blocks.flatMap((block) => {
        expect(block.from).toEqual(next);
        next = block.next;
        expect(block.rows).toBe(block.next.row - block.from.row);
        const reader = rowReader(reading, block.from);
        return [...reader.push(block.bytes), ...reader.end()];
      });
      expect(separate).toEqual(whole);
      expect(next.byte).toBe(bytes.length);
    }),
    { numRuns: 2000 },
  );
});
