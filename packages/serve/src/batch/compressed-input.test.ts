import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readFrom } from "@imdb/data-pipeline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { BatchProgress } from "./score-file-options.js";

const predictor = createPredictor(toyBundle());
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "compressed-"));
});
afterAll(() => rm(folder, { recursive: true }));

const texts = Array.from({ length: 3000 }, (_, i) => `${i % 3 === 0 ? "good" : "bad"} film, number ${i}`);
const FILES: [name: string, content: string][] = [
  ["in.csv", `id,text\n${texts.map((text, i) => `${i},"${text}"\n`).join("")}oops\n`],
  ["in.tsv", `id\ttext\n${texts.map((text, i) => `${i}\t${text}\n`).join("")}oops\n`],
  ["in.jsonl", `${texts.map((text, id) => JSON.stringify({ id, text })).join("\n")}\n{oops\n`],
];

/** A Zstandard frame of raw blocks, without a checksum: RFC 8878, section 3.1.1. */
function zstdFrame(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])];
  for (let at = 0; at < content.length; at += 100_000) {
    const block = content.subarray(at, at + 100_000);
    const header = (at + block.length === content.length ? 1 : 0) | (block.length << 3);
    parts.push(Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]), block);
  }
  return Buffer.concat(parts);
}

async function given(name: string, content: string | Uint8Array) {
  const input = join(folder, name);
  await writeFile(input, content);
  return { input, output: join(folder, `${name}.out.jsonl`), predictor, blockSize: 5000 };
}

async function results({ output }: { output: string }) {
  return [await readFile(output, "utf8"), await readFile(`${output}.quarantine.jsonl`, "utf8")];
}

test.each(FILES)("%s is scored the same compressed, also after an interruption", async (name, content) => {
  const plain = await given(name, content);
  await scoreFile(plain);
  const expected = await results(plain);
  const packed = [
    ["gz", gzipSync(content)],
    ["zst", zstdFrame(Buffer.from(content))],
  ] as const;
  for (const [ending, bytes] of packed) {
    const compressed = await given(`${name}.${ending}`, bytes);
    const progress: BatchProgress[] = [];
    const summary = await scoreFile({ ...compressed, onProgress: (now) => progress.push(now) });
    expect(summary).toMatchObject({ rows: 3001, scored: 3000, quarantined: 1 });
    expect(await results(compressed)).toEqual(expected);
    expect(progress.at(-1)).toMatchObject({ done: bytes.length, total: bytes.length, rows: 3001 });

    const again = { ...compressed, output: `${compressed.output}.again.jsonl`, checkpointSeconds: 0 };
    const stop = new AbortController();
    const onProgress = ({ rows }: BatchProgress) => rows > 1000 && stop.abort();
    const interrupted = scoreFile({ ...again, onProgress, signal: stop.signal });
    await expect(interrupted).rejects.toMatchObject({ code: "CANCELLED" });
    const first: number[] = [];
    await scoreFile({ ...again, onProgress: ({ rows }) => first.push(rows) });
    expect(first[0]).toBeGreaterThan(1000);
    expect(await results(again)).toEqual(expected);
  }
});

test("a damaged, cut or too large compressed file is the error that training reports", async () => {
  const packed = gzipSync(FILES[0]![1]);
  for (const [bytes, limits] of [
    [packed.subarray(0, packed.length - 20), {}],
    [Buffer.from("id,text\n1,good\n"), {}],
    [packed, { maxBytes: 1000 }],
  ] as const) {
    const options = await given("bad.csv.gz", bytes);
    const training = async () => {
      for await (const _ of (await readFrom(options.input, limits)).batches());
    };
    const error = await training().catch((cause) => cause);
    expect(["INVALID_ARCHIVE", "UNPACKED_TOO_LARGE"]).toContain(error.code);
    await expect(scoreFile({ ...options, ...limits })).rejects.toMatchObject({
      code: error.code,
      message: error.message,
    });
  }
});

test("an output is never compressed", async () => {
  const options = await given("in.csv", "text\ngood\n");
  await expect(scoreFile({ ...options, output: join(folder, "out.csv.gz") })).rejects.toMatchObject({
    code: "INVALID_BATCH",
  });
});
