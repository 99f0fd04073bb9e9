import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeBundle, encodeBundle, ImdbError } from "@imdb/core";
import { type CsvOptions, readCsv, readJsonl } from "@imdb/data-pipeline";
import type { CsvDialect } from "@imdb/rows";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle, toyCodecs } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";

/** How scoring knows the columns and the dialect: each must give the same rows. */
type Knowledge = "said" | "learned" | "defaults";

const KNOWLEDGE = ["said", "learned", "defaults"] as const;

const predictor = createPredictor(toyBundle());

/** A predictor whose bundle says that it was trained from this file, read in this dialect. */
function trainedFrom(path: string, dialect: CsvOptions) {
  const { manifest, ...parts } = toyBundle();
  const trainingData = { ...manifest.trainingData, reading: readCsv(path, dialect).reading };
  const bundle = encodeBundle(parts, { ...manifest, trainingData }, toyCodecs);
  return createPredictor(decodeBundle(bundle, toyCodecs));
}
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "same-rows-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is read of a file: the texts and bad rows in their order, or the error. */
interface Told {
  readonly good?: readonly { readonly id: string; readonly text: string }[];
  readonly bad?: readonly string[];
  readonly error?: string;
}

const EMPTY: Told = { good: [], bad: [] };

async function trained(path: string, format: "csv" | "jsonl", dialect: CsvDialect): Promise<Told> {
  const good: { id: string; text: string }[] = [];
  const bad: string[] = [];
  try {
    const source = format === "csv" ? readCsv(path, dialect) : readJsonl(path);
    for await (const { examples, invalid } of source.batches()) {
      for (const { id, text } of examples) good.push({ id, text });
      for (const { row, line, problem } of invalid) bad.push(`${row} ${line}: ${problem}`);
    }
    return { good, bad };
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    return { error: `${error.code}: ${error.message}` };
  }
}

async function scored(
  path: string,
  dialect: CsvDialect,
  blockSize: number,
  knowledge: Knowledge,
): Promise<Told> {
  const output = `${path}.out.jsonl`;
  try {
    const known = {
      said: { predictor, textColumn: "text", idColumn: "id", ...dialect },
      learned: { predictor: trainedFrom(path, dialect) },
      defaults: { predictor, ...dialect },
    }[knowledge];
    const summary = await scoreFile({
      input: path,
      output,
      keep: ["text"],
      blockSize,
      mostlyQuarantined: "accept",
      ...known,
    });
    const lines = async (file: string) => (await readFile(file, "utf8")).split("\n").slice(0, -1);
    const good = (await lines(output)).map((line) => JSON.parse(line));
    const bad =
      summary.quarantine === null ? [] : (await lines(summary.quarantine)).map((l) => JSON.parse(l));
    return {
      good: good.map(({ id, columns }) => ({ id: String(id), text: columns.text })),
      bad: bad.map(
        ({ row, line, message }) => `${row} ${line}: ${message[0].toLowerCase()}${message.slice(1, -1)}`,
      ),
    };
  } catch (error) {
    if (!ImdbError.isInstance(error)) throw error;
    // An error names the path here and the file's name there.
    return { error: `${error.code}: ${error.message.replace(path, basename(path))}` };
  } finally {
    await rm(output, { force: true });
    await rm(`${output}.quarantine.jsonl`, { force: true });
  }
}

async function both(
  content: string | Uint8Array,
  dialect: CsvDialect = {},
  blockSize = 7,
  format: "csv" | "jsonl" = "csv",
  knowledge: Knowledge = "said",
  ending: string = format,
) {
  const path = join(folder, `in.${ending}`);
  await writeFile(path, content);
  return [await trained(path, format, dialect), await scored(path, dialect, blockSize, knowledge)] as const;
}

const rows = (...texts: string[]) => ({ ...EMPTY, good: texts.map((text, i) => ({ id: `${i + 1}`, text })) });
const latin1 = (text: string) => Buffer.from(text, "latin1");

const ODD: [what: string, file: string | Uint8Array, told: Told, dialect?: CsvDialect][] = [
  ["LF", "id,text\n1,good\n2,bad\n", rows("good", "bad")],
  ["CR and three columns", "id,text,label\r1,good,a\r2,bad,b\r", rows("good", "bad")],
  ["CRLF", "id,text\r\n1,good\r\n2,bad\r\n", rows("good", "bad")],
  ["a header in LF and rows in CRLF", "id,text\n1,good\r\n2,bad\r\n", rows("good", "bad")],
  ["rows in CR, LF and CRLF", "id,text\r1,a\n2,b\r\n3,c", rows("a", "b", "c")],
  ["a byte order mark", "\ufeffid,text\n1,good\n", rows("good")],
  [
    "one in a file without a header",
    "\ufeff1,good\n2,bad\n",
    rows("good", "bad"),
    { header: ["id", "text"] },
  ],
  ["one before quotes", '\ufeff"id","text"\r\n"1","good"\r\n', rows("good")],
  ["line breaks in quotes", 'id,text\r\n1,"a\r\nb"\r\n2,"c\rd\ne"\r\n', rows("a\r\nb", "c\rd\ne")],
  ["doubled quotes", 'id,text\n1,"so ""good"""\n2,""""\n', rows('so "good"', '"')],
  ["a quote in a field without quotes", 'id,text\n1,it"s 5" good\n', rows('it"s 5" good')],
  ["delimiters in quotes", 'id,text\n1,"a,b"\n', rows("a,b")],
  ["no line break at the end", "id,text\n1,good", rows("good")],
  ["quotes at the end", 'id,text\n1,"good"', rows("good")],
  ["CR at the end", 'id,text\n1,"good"\r', rows("good")],
  ["white space around fields", "id,text\n1, good \n", rows(" good ")],
  ["empty lines anywhere", "\n\nid,text\n1,a\n\n2,b\r\n\r\n\r", rows("a", "b")],
  ["NUL", "id,text\n1,a\0b\n", rows("a\0b")],
  ["a mark within a field", "id,text\n1,\ufeffa\n", rows("\ufeffa")],
  ["unnamed columns", "id,text,,\n1,a,,\n", rows("a")],
  ["columns like __proto__", "id,__proto__,text\n1,x,a\n", rows("a")],
  ["semicolons", "id;text\n1;a,b\n", rows("a,b"), { delimiter: ";" }],
  ["single quotes", "id,text\n1,'a,b'\n", rows("a,b"), { quote: "'" }],
  ["no quotes", 'id,text\n1,"a"\n', rows('"a"'), { quote: "" }],
  ["no header", "1,a\r2,b\r", rows("a", "b"), { header: ["id", "text"] }],
  [
    "no header, and a word twice in the first row",
    "1,good,good\n2,bad,good\n",
    rows("good", "bad"),
    { header: ["id", "text", "label"] },
  ],
  [
    "no header, and too few fields in the first row",
    "9,good\n1,good,pos\n",
    {
      good: [{ id: "1", text: "good" }],
      bad: ["1 1: it has 2 fields, the header has 3"],
    },
    { header: ["id", "text", "label"] },
  ],
  [
    "no header, and text behind quotes in the first row",
    '9,"good"x,y\n1,good,pos\n',
    { good: [{ id: "1", text: "good" }], bad: ["1 1: its quotes do not match"] },
    { header: ["id", "text", "label"] },
  ],
  [
    "no header, and Latin-1 in the first row",
    latin1("9,caf\xe9,y\n1,good,pos\n"),
    { good: [{ id: "1", text: "good" }], bad: ["1 1: text: byte 3 of the field is not UTF-8"] },
    { header: ["id", "text", "label"] },
  ],
  ["a delimiter of two bytes", "id§text\n1§a£b\n", rows("a£b"), { delimiter: "§" }],
  [
    "too few and too many fields",
    "id,text\n9\n8,a,b\n1,c\n",
    {
      good: [{ id: "1", text: "c" }],
      bad: ["1 2: it has 1 fields, the header has 2", "2 3: it has 3 fields, the header has 2"],
    },
  ],
  [
    "a quote that is never closed",
    'id,text\n9,"a\n1,b\n',
    { good: [{ id: "1", text: "b" }], bad: ["1 2: its quotes do not match"] },
  ],
  [
    "one in the last line",
    'id,text\n1,b\n9,"a',
    { good: [{ id: "1", text: "b" }], bad: ["2 3: its quotes do not match"] },
  ],
  [
    "text behind quotes",
    'id,text\n9,"a"b\n1,c\n',
    { good: [{ id: "1", text: "c" }], bad: ["1 2: its quotes do not match"] },
  ],
  [
    "Latin-1",
    latin1("id,text\n9,caf\xe9\n1,c\n"),
    { good: [{ id: "1", text: "c" }], bad: ["1 2: text: byte 3 of the field is not UTF-8"] },
  ],
  [
    "Latin-1 in a column that is not used",
    latin1("id,text,x\n9,b,\xe9\n1,c,\n"),
    { good: [{ id: "1", text: "c" }], bad: ["1 2: x: byte 0 of the field is not UTF-8"] },
  ],
  [
    "a bad row behind lines in quotes",
    'id,text\n1,"a\n\n"\n9\n',
    { good: [{ id: "1", text: "a\n\n" }], bad: ["2 5: it has 1 fields, the header has 2"] },
  ],
  ["UTF-16", Buffer.from("\ufeffid,text\n1,a\n2,日本 😀\n", "utf16le"), rows("a", "日本 😀")],
  ["two columns of one name", "id,text,note,note\n1,a,,\n", rows("a")],
  [
    "a delimiter and a quote that are detected",
    "id;text\n1;'a, b; c'\n2;it's\n",
    rows("a, b; c", "it's"),
    { delimiter: "detect", quote: "detect" },
  ],
  [
    "two columns of the name that is read",
    "id,text,note,text\n1,a,,\n",
    { error: 'DUPLICATE_COLUMN: in.csv has the column "text" more than once: as columns 2, 4.' },
  ],
  [
    "UTF-16 without a mark",
    Buffer.from("id,text\n1,a\n", "utf16le"),
    {
      error:
        "UNREADABLE_FILE: in.csv is not readable as UTF-8: it looks like utf-16le without a byte order mark; " +
        'name it with encoding: "utf-16le".',
    },
  ],
  [
    "two byte order marks",
    "\ufeff\ufefftext,id\na,1\n",
    { error: 'MISSING_COLUMN: in.csv has no column "text"; the file has: \ufefftext, id.' },
  ],
  [
    "white space around the names of columns",
    "id, text \n1,a\n",
    { error: 'MISSING_COLUMN: in.csv has no column "text"; the file has: id,  text .' },
  ],
  [
    "capital letters in the names of columns",
    "id,Text\n1,a\n",
    { error: 'MISSING_COLUMN: in.csv has no column "text"; the file has: id, Text.' },
  ],
  ["a line that says the separator", "sep=;\nid;text\n1;a\n", { good: [{ id: "1", text: "a" }], bad: [] }],
  [
    "no text column",
    "id,words\n1,a\n",
    { error: 'MISSING_COLUMN: in.csv has no column "text"; the file has: id, words.' },
  ],
  [
    "another delimiter than said",
    "id;text\n1;a\n",
    { error: 'MISSING_COLUMN: in.csv has no column "text"; the file has: id;text.' },
  ],
  [
    "an open quote in the header",
    'id,"text\n1,a\n',
    { error: "UNREADABLE_FILE: in.csv is not readable as CSV: the quotes of its header do not match." },
  ],
  [
    "nothing",
    "",
    { error: "NO_DOCUMENTS: in.csv holds no documents, it is empty; expected a header line and rows." },
  ],
  [
    "empty lines alone",
    "\n\r\n",
    { error: "NO_DOCUMENTS: in.csv holds no documents, it is empty; expected a header line and rows." },
  ],
  [
    "a header alone",
    "id,text\n\n",
    { error: "NO_DOCUMENTS: in.csv holds no documents; expected a header line and rows." },
  ],
];

describe("training and scoring read the same", () => {
  test.each(ODD)("%s", async (_, file, told, dialect = {}) => {
    for (const knowledge of KNOWLEDGE) {
      const [training, scoring] = await both(file, dialect, 7, "csv", knowledge);
      expect(training).toEqual(told);
      expect(scoring, knowledge).toEqual(told);
    }
  });

  test.each(KNOWLEDGE)(
    "a .tsv file, with tabs or another delimiter, when the dialect is %s",
    async (knowledge) => {
      for (const delimiter of ["\t", ";", ","]) {
        const file = `id${delimiter}text\n1${delimiter}good\n`;
        const dialect = delimiter === "\t" ? {} : { delimiter };
        const [training, scoring] = await both(file, dialect, 7, "csv", knowledge, "tsv");
        expect(training).toEqual(rows("good"));
        expect(scoring, delimiter).toEqual(training);
      }
    },
  );

  test.each(KNOWLEDGE)("a file in another encoding, when it is %s", async (knowledge) => {
    const path = join(folder, "in.csv");
    await writeFile(path, latin1("id,text\n1,caf\xe9\n2,\xfcber\n"));
    const encoding = "latin1";
    const training = readCsv(path, { encoding });
    expect(training.reading).toEqual({ columns: { text: "text" }, encoding });
    const options =
      knowledge === "learned" ? { predictor: trainedFrom(path, { encoding }) } : { predictor, encoding };
    const output = `${path}.out.jsonl`;
    await scoreFile({ input: path, output, keep: ["text"], blockSize: 7, ...options });
    const scored = (await readFile(output, "utf8")).trimEnd().split("\n");
    await rm(output);
    const texts = [];
    for await (const { text } of training) texts.push(text);
    expect(texts).toEqual(["café", "über"]);
    expect(scored.map((line) => JSON.parse(line).columns.text)).toEqual(texts);
  });

  test("a file of a zip archive, by its name where there are several", async () => {
    const golden = new URL("../../../rows/src/node/unpack/golden/zip.json", import.meta.url);
    const { cases } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
    const several = cases.find(({ what }: { what: string }) => what === "one of several");
    const path = join(folder, "in.csv.zip");
    await writeFile(path, Buffer.from(several.file, "base64"));
    const output = join(folder, "in.out.jsonl");
    const options = { input: path, output, predictor, keep: ["text"] };
    await expect(scoreFile(options)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { option: "entry" },
    });
    await scoreFile({ ...options, entry: "test.csv" });
    const [scored] = (await readFile(output, "utf8")).split("\n");
    await rm(output);
    expect(JSON.parse(scored!)).toMatchObject({ id: "1", columns: { text: "test" } });
  });

  test("any bytes, in any dialect, in blocks of any size", async () => {
    const parts = fc.constantFrom(
      "1",
      "é",
      ",",
      ";",
      '"',
      '""',
      "'",
      "\n",
      "\r",
      "\r\n",
      "\0",
      "\ufeff",
      "1,a\n",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("", "id,text\n", "id,text,x\r\n", "id;text\r", '"id","text"\n'),
        fc.array(parts, { maxLength: 30 }),
        fc.option(fc.nat(60)),
        fc.record(
          {
            delimiter: fc.constantFrom(",", ";"),
            quote: fc.constantFrom('"', "'", ""),
            header: fc.constant(["id", "text"]),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(...KNOWLEDGE),
        fc.constantFrom("csv", "tsv"),
        async (head, body, flip, dialect, blockSize, knowledge, ending) => {
          // A learned header refuses a file that has it as a header line.
          if (knowledge === "learned" && dialect.header !== undefined && head !== "") return;
          const bytes = Buffer.from(head + body.join(""));
          if (flip !== null && flip < bytes.length) bytes[flip]! ^= 0x80;
          const [training, scoring] = await both(bytes, dialect, blockSize, "csv", knowledge, ending);
          expect(scoring.error ?? scoring.bad).toEqual(training.error ?? training.bad);
          // Without an id, training names a row by its content and scoring by its place.
          const texts = ({ good = [] }: Told) => good.map(({ text }) => text);
          expect(texts(scoring)).toEqual(texts(training));
        },
      ),
      { numRuns: rounds(60, 5000) },
    );
  });

  test("JSON Lines with any line ends", async () => {
    const lines = ['\ufeff{"id":"1","text":"a"}', "{oops", '"', '{"id":"2","text":"b"}'].join("\r");
    for (const content of [lines, `${lines.replaceAll("\r", "\r\n")}\n\n`]) {
      const [training, scoring] = await both(content, {}, 5, "jsonl");
      expect(training.good).toEqual(rows("a", "b").good);
      expect(training.bad).toHaveLength(2);
      expect(scoring).toEqual(training);
    }
    const textless = ["7", "[1]", "{}", '{"text":null}', '{"text":5}', '{"text":["a"]}', "null", '"a"'].join(
      "\n",
    );
    const [training, scoring] = await both(textless, {}, 5, "jsonl");
    expect(scoring).toEqual(training);
    expect(training.bad).toEqual([
      "1 1: it is not an object with named fields",
      "2 2: it is not an object with named fields",
      '3 3: it has no field "text"',
      '4 4: its field "text" is null',
      '5 5: its field "text" is a number, not text',
      '6 6: its field "text" is a list, not text',
      "7 7: it is not an object with named fields",
      "8 8: it is not an object with named fields",
    ]);
    expect(await both("", {}, 5, "jsonl")).toEqual([
      { error: "NO_DOCUMENTS: in.jsonl holds no documents; expected one JSON object a line." },
      { error: "NO_DOCUMENTS: in.jsonl holds no documents; expected one JSON object a line." },
    ]);
  });
});
