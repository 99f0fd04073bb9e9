import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { drain, scratchFiles } from "../testing/reading.js";
import { readJsonl } from "./files.js";
import { readFrom } from "./read-from.js";

const written = scratchFiles();
const golden = new URL("../../../rows/src/node/unpack/golden/zip.json", import.meta.url);

async function archive(what: string): Promise<string> {
  const { cases } = JSON.parse(await readFile(fileURLToPath(golden), "utf8"));
  const { file } = cases.find((one: { what: string }) => one.what === what);
  return written(Buffer.from(file, "base64"), ".zip");
}

test("a zip archive is read by the format of the file in it, which the lineage names", async () => {
  const { examples, records } = await drain(await readFrom(await archive("what macOS adds")));
  expect(examples).toHaveLength(40);
  expect(examples[39]).toEqual({ id: "39", text: "row 39 of the file" });
  expect(records).toMatchObject([{ kind: "csv", entry: "folder/data.csv", sha256: expect.any(String) }]);
});

test("of several files one is named", async () => {
  const path = await archive("one of several");
  expect((await drain(await readFrom(path, { entry: "test.csv" }))).examples).toEqual([
    { id: "1", text: "test" },
  ]);
  expect((await failure(readFrom(path))).message).toMatch(/one file of the archive: train\.csv, test\.csv/);
  const { message } = await failure(drain(readJsonl(path, { entry: "train.jsonl" })));
  expect(message).toMatch(/^Option entry of data-\d+\.zip is "train\.jsonl"/);
});
