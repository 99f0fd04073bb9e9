import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { trainedFiles } from "../testing/trained-model.js";
import { scoreCommand } from "./score-command.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "score-command-"));
  await saveBundle(await trainedFiles(), join(folder, "model"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command, and returns the summary that it prints. */
async function run(...args: string[]) {
  const print = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await scoreCommand(args);
    return JSON.parse(String(print.mock.calls.at(-1)?.[0]));
  } finally {
    print.mockRestore();
  }
}

test("imdb-serve score takes the format of a file", async () => {
  const [model, input, output] = ["model", "in.txt", "list.jsonl"].map((name) => join(folder, name));
  await writeFile(input!, '[{"text":"good"}]');
  expect(await run(model!, input!, output!, "--input-format", "json")).toMatchObject({ scored: 1 });
  await expect(run(model!, input!, output!, "--input-format", "text")).rejects.toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringMatching(
      /--input-format is "text", expected csv, tsv, jsonl, json, parquet, excel/,
    ),
  });
});

test("imdb-serve score refuses a file of bad rows, or accepts it", async () => {
  const [model, input, output] = ["model", "bad.csv", "bad.jsonl"].map((name) => join(folder, name));
  await writeFile(input!, "id,text\n1\n2\n");
  await expect(run(model!, input!, output!)).rejects.toMatchObject({ code: "MOSTLY_QUARANTINED" });
  expect(await run(model!, input!, output!, "--mostly-quarantined", "accept")).toMatchObject({
    scored: 0,
    quarantined: 2,
  });
});

test("imdb-serve score takes the dialect of a CSV file", async () => {
  const [model, input, output] = ["model", "in.csv", "out.jsonl"].map((name) => join(folder, name));
  await writeFile(input!, 'a\t"so\r\nb\tgood\r');
  const print = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const dialect = ["--delimiter", "\\t", "--quote", "", "--header", "id,text"];
    await scoreCommand([model!, input!, output!, ...dialect, "--keep", "text"]);
    expect(JSON.parse(String(print.mock.calls.at(-1)?.[0]))).toMatchObject({ rows: 2, scored: 2 });
  } finally {
    print.mockRestore();
  }
  const lines = (await readFile(output!, "utf8")).split("\n").slice(0, -1);
  expect(lines.map((line) => JSON.parse(line)).map(({ id, columns }) => [id, columns.text])).toEqual([
    ["a", '"so'],
    ["b", "good"],
  ]);
});
