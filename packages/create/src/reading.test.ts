import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readingFromArguments } from "@imdb/rows/node";
import { beforeAll, describe, expect, it } from "vitest";
import { headerOf, inspectData } from "./cli/inspect-data.js";
import { createProject } from "./create-project.js";

// Of the template: they are no part of this package's program.
const template = (name: string) => import(new URL(`../template/src/${name}.ts`, import.meta.url).href);
const NOTHING = {
  encoding: undefined,
  delimiter: undefined,
  quote: undefined,
  "escape-char": undefined,
  header: undefined,
  entry: undefined,
  sheet: undefined,
};
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "create-reading-"));
});

const columns = { text: "text", label: "label" };
const texts = (n: number, text = (i: number) => `café, number ${i}`) =>
  Array.from({ length: n }, (_, i) => [text(i), i % 2 ? "good" : "bad"] as const);

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(base, name);
  await writeFile(file, content);
  return file;
}

const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("how the file is read", () => {
  const pairs = texts(20);
  it.each([
    [
      "encoding, delimiter and header",
      "a.csv",
      latin1(pairs.map((pair) => `${pair.join("\t")}\n`).join("")),
      { encoding: "windows-1252", delimiter: "\\t", header: "text,label" },
    ],
    [
      "quote and delimiter",
      "b.csv",
      `text;label\n${pairs.map(([text, label]) => `'${text}';${label}\n`).join("")}`,
      { quote: "'", delimiter: ";" },
    ],
    [
      "no quote and escapes",
      "c.csv",
      `text,label\n${pairs.map(([text, label]) => `${text.replace(",", "\\,")},${label}\n`).join("")}`,
      { quote: "", "escape-char": "\\" },
    ],
  ])("is in the configuration of the project: %s", async (what, name, content, values) => {
    const file = await written(name, content);
    const reading = readingFromArguments({ ...NOTHING, ...values });
    expect(await headerOf(file, reading)).toEqual(["text", "label"]);
    const data = await inspectData(file, columns, reading);
    expect(data).toMatchObject({ rows: { good: 10, bad: 10 }, unusableRows: 0 });
    const folder = what.replaceAll(/[ ,]+/g, "-");
    const { path } = await createProject({ folder, base, data });
    const config = (await template("config")).loadConfig(join(path, "config.yaml"));
    config.data.path = join(path, config.data.path);
    const { train, test } = await (await template("data")).loadData(config);
    const read = [...train.texts, ...test.texts].sort();
    expect(read).toEqual(pairs.map(([text]) => text).sort());
    expect(train.examples.length).toBeGreaterThan(test.examples.length);
  });

  it("names the file of a zip archive", async () => {
    const golden = new URL("../../rows/src/node/unpack/golden/zip.json", import.meta.url);
    const { cases } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
    const { file: bytes } = cases.find(({ what }: { what: string }) => what === "one of several");
    const file = await written("kaggle.zip", Buffer.from(bytes, "base64"));
    await expect(headerOf(file)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { option: "entry" },
    });
    expect(await headerOf(file, { entry: "test.csv" })).toContain("text");
    const { path } = await createProject({
      folder: "zipped",
      base,
      data: { file, columns, reading: { entry: "test.csv" }, rows: { a: 5, b: 5 }, unusableRows: 0 },
    });
    const config = (await template("config")).loadConfig(join(path, "config.yaml"));
    expect(config.data).toMatchObject({ path: "data/raw.zip", entry: "test.csv" });
  });

  it("names the sheet of a workbook by its name or its number", () => {
    expect(readingFromArguments({ ...NOTHING, sheet: "2" })).toEqual({ sheet: 2 });
    expect(readingFromArguments({ ...NOTHING, sheet: "2024" })).toEqual({ sheet: "2024" });
    expect(readingFromArguments(NOTHING)).toEqual({});
  });
});

describe("bad rows", () => {
  const lines = (pairs: readonly (readonly [string, string])[]) =>
    `text,label\n${pairs.map(([text, label]) => `"${text}",${label}\n`).join("")}`;

  it("are named with the first reason and the likely encoding", async () => {
    const some = texts(40, (i) => (i % 5 === 2 ? `un café très agréable à l'été, ${i}` : `plain ${i}`));
    const file = await written("some.csv", latin1(lines(some)));
    const data = await inspectData(file, columns);
    expect(data).toMatchObject({
      unusableRows: 8,
      firstProblem: expect.stringMatching(
        /^row 3, line 4: .*UTF-8.*; the file looks like windows-1252: --encoding windows-1252$/,
      ),
    });
    expect((await inspectData(file, columns, { encoding: "windows-1252" })).unusableRows).toBe(0);
    const short = await written("short.csv", `${lines(texts(20))}only one\n`);
    expect((await inspectData(short, columns)).firstProblem).toBe(
      "row 21, line 22: it has 1 fields, the header has 2",
    );
  });

  it("is the header, where it is not UTF-8", async () => {
    const file = await written("header.csv", latin1(`prénom,${lines(texts(20))}`));
    await expect(headerOf(file)).rejects.toMatchObject({
      code: "UNUSABLE_DATA",
      message: expect.stringContaining("its header is not UTF-8"),
      remedy: "The file looks like windows-1252: --encoding windows-1252.",
    });
    expect(await headerOf(file, { encoding: "windows-1252" })).toEqual(["prénom", "text", "label"]);
  });

  it.each([11, 20])("are refused when they are more than half: %i of 20", async (bad) => {
    const most = texts(20, (i) => (i < bad ? `un café très agréable à l'été, ${i}` : `plain ${i}`));
    const file = await written(`most-${bad}.csv`, latin1(lines(most)));
    await expect(inspectData(file, columns)).rejects.toMatchObject({
      code: "UNUSABLE_DATA",
      message: expect.stringMatching(
        new RegExp(`${bad} of 20 rows cannot be used: row 1, line 2: .*--encoding windows-1252`),
      ),
      remedy: expect.stringContaining("--encoding"),
    });
  });
});
