import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  createPipeline,
  downloadAclImdb,
  folderObjects,
  hashSplit,
  materialize,
  materializeStream,
  pullVersion,
  pushVersion,
} from "../src/index.js";

// The data of the crash tests: a process that is recorded stores and downloads it, and the test does so again.

const split = hashSplit({ testSize: 0.3, validationSize: 0.2, seed: 1 });

const rows = (text: string) =>
  Array.from({ length: 12 }, (_, i) => ({
    id: `d${i}`,
    text: `${text}, number ${i}`,
    label: i % 2 ? "pos" : "neg",
    group: `g${i}`,
  }));

/** Stores one of two versions of a dataset in memory. */
export async function storeDataset(folder: string, text: "first" | "second"): Promise<void> {
  const pipeline = createPipeline({ split, nearDuplicates: "off" });
  await materialize(await pipeline.process(rows(text)), join(folder, "data"), { rowsPerShard: 5 });
}

/** Stores one of two versions of a dataset that is read as a stream. */
export async function storeStream(folder: string, text: "first" | "second"): Promise<void> {
  await materializeStream(rows(text), join(folder, "data"), { split, rowsPerShard: 5 });
}

/** Stores one of two versions, pushes it to a remote folder, and pulls it from there. */
export async function sendDataset(folder: string, text: "first" | "second"): Promise<void> {
  await storeDataset(folder, text);
  const remote = folderObjects(join(folder, "remote"));
  const { version } = await pushVersion(join(folder, "data"), remote, { concurrency: 1 });
  await pullVersion(version, remote, join(folder, "pulled"), { concurrency: 1 });
}

/** The file that is downloaded. */
export const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));

/** Downloads it into a folder, from a server of its own that answers a range with a range. */
export async function downloadTo(cacheDir: string): Promise<string> {
  const server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = { "content-range": `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` };
    response.writeHead(from === 0 ? 200 : 206, from === 0 ? {} : range);
    response.end(CONTENT.subarray(from));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  try {
    const md5 = createHash("md5").update(CONTENT).digest("hex");
    return await downloadAclImdb({ cacheDir, url: `http://127.0.0.1:${port}/x`, md5, bytes: CONTENT.length });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
