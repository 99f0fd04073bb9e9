import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { createPipeline } from "../dataset/pipeline.js";
import { officialSplit } from "../split/official-split.js";
import { materialize } from "../store/materialize.js";

/** A folder for a test. */
export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "versions-"));
}

/** A materialized version of ten shards of ten rows; `last` is in the last one. Returns its folder and version. */
export async function tenShards(last = "the end", words = 5): Promise<{ folder: string; version: string }> {
  const rows = Array.from({ length: 100 }, (_, i) => ({
    id: String(i).padStart(3, "0"),
    text: `${i === 99 ? last : "a film"} ${Array.from({ length: words }, (_, w) => `w${i * 7 + w}`).join(" ")}`,
    label: i % 2 ? "pos" : "neg",
    split: i < 90 ? ("train" as const) : ("test" as const),
  }));
  const pipeline = createPipeline({ split: officialSplit(), nearDuplicates: "off", failOn: "never" });
  const dataset = await pipeline.process(rows);
  const folder = join(await newFolder(), "data");
  await materialize(dataset, folder, { rowsPerShard: 10 });
  return { folder, version: dataset.version };
}

/** The contents of a folder by the names of its files. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const contents = names.map(async (name) => [name, await readFile(join(folder, name), "latin1")] as const);
  return Object.fromEntries(await Promise.all(contents));
}

/** A client of the bucket of a test's server. */
export function s3Of(endpoint: string): S3 {
  return new S3({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "not-to-be-shown" },
    // Without one it warns on the console of a stream that it does not send again.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
}
