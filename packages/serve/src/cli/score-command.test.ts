import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { saveBundle } from "@imdb/runtime/bundles";
import { builtFile } from "@imdb/runtime/threads";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { trainedFiles } from "../testing/trained-model.js";
import { scoreCommand } from "./score-command.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "score-command-"));
  await saveBundle(await trainedFiles(), join(folder, "model"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

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

test("a command that is none is answered with the usage, whatever its name", async () => {
  const main = fileURLToPath(builtFile(import.meta.url, "cli/main.js"));
  for (const command of ["constructor", "toString", "sirve"]) {
    const { status, stderr } = spawnSync(process.execPath, [main, command], { encoding: "utf8" });
    expect(status, command).toBe(2);
    expect(stderr).toMatch(/^imdb-serve: predictions from a model bundle/);
  }
});
