import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { S3 } from "@aws-sdk/client-s3";
import { InvalidOption } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import {
  BucketFailure,
  flow,
  type ResultStore,
  resultOf,
  type S3Calls,
  s3ResultStore,
  task,
} from "../index.js";
import { type S3Server, startS3Server } from "../testing/s3-server.js";

const BUCKET = "reviews";
const clientOf = (endpoint: string) =>
  new S3({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
const key = (n: number) => n.toString(16).padStart(64, "0");
const all = async (store: ResultStore) => {
  const keys: string[] = [];
  for await (const one of store.keys()) keys.push(one);
  return keys.sort();
};

/** What every result store does, and that of two writers the first one's bytes stay. */
async function expectStore(store: ResultStore): Promise<void> {
  expect(await store.get(key(1))).toBeUndefined();
  expect(await store.has(key(1))).toBe(false);
  await store.delete(key(1));
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
  await store.set(key(1), bytes);
  expect(Buffer.from((await store.get(key(1)))!).equals(bytes)).toBe(true);
  await store.set(key(2), new Uint8Array());
  expect(await store.get(key(2))).toHaveLength(0);
  await store.set(key(1), Uint8Array.of(9));
  expect(await store.get(key(1))).toHaveLength(100_000);
  for (let n = 3; n < 10; n++) await store.set(key(n), Uint8Array.of(n));
  expect(await all(store)).toEqual(Array.from({ length: 9 }, (_, n) => key(n + 1)));
  await store.delete(key(1));
  expect(await store.has(key(1))).toBe(false);
  expect(await all(store)).toHaveLength(8);
  await store.set(key(1), Uint8Array.of(1));
  expect(await store.get(key(1))).toEqual(Uint8Array.of(1));
}

describe("a result store in a bucket", () => {
  let server: S3Server;
  let client: S3;
  let store: ResultStore;
  beforeEach(async () => {
    server = await startS3Server(BUCKET);
    client = clientOf(server.url);
    store = s3ResultStore({ client, bucket: BUCKET });
  });
  afterEach(() => server.stop());

  test("stores results under the prefix, and lists more than one page of them", async () => {
    await expectStore(store);
    expect(server.requests).toContain(`PUT ${BUCKET}/results/00/${key(1)}.result`);
    const other = s3ResultStore({ client, bucket: BUCKET, prefix: "other/" });
    expect(await all(other)).toEqual([]);
  });

  test("makes a run resumable from another machine", async () => {
    let ran = 0;
    const square = task({ name: "square", cache: "inputs" }, (n: number) => {
      ran++;
      return Float64Array.of(n * n);
    });
    const f = flow({ name: "f" }, (ns: number[]) => square.map(ns));
    expect(resultOf(await f.run([1, 2], { store }))).toEqual([Float64Array.of(1), Float64Array.of(4)]);
    const again = await f.run([2, 3], {
      store: s3ResultStore({ client: clientOf(server.url), bucket: BUCKET }),
    });
    expect(again.steps.map((step) => step.state)).toEqual(["Cached", "Completed"]);
    expect(ran).toBe(3);
  });

  test("repeats a write that conflicts with another, and works without conditional writes", async () => {
    server.faults.push(409, 409);
    await store.set(key(1), Uint8Array.of(1));
    server.faults.push(501);
    await store.set(key(1), Uint8Array.of(2));
    expect(await store.get(key(1))).toEqual(Uint8Array.of(2));
  });

  test("names the bucket that it cannot use, with the reason", async () => {
    const missing = s3ResultStore({ client, bucket: "none" });
    for (const call of [
      () => missing.get(key(1)),
      () => missing.set(key(1), Uint8Array.of(1)),
      () => all(missing),
    ]) {
      await expect(call()).rejects.toSatisfy(
        (error) =>
          BucketFailure.is(error) &&
          error.details.status === 404 &&
          /"none".*NoSuchBucket/.test(error.message),
      );
    }
    server.faults.push(403);
    await expect(store.has(key(1))).rejects.toSatisfy(BucketFailure.is);
    expect(() => s3ResultStore({ client: {} as S3Calls, bucket: BUCKET })).toThrow(/client/);
    expect(() => s3ResultStore({ client, bucket: "" })).toThrow(/bucket/);
    await expect(store.get("../x")).rejects.toSatisfy(InvalidOption.is);
  });
});

const motoServer = toolFor("moto", "the S3 result store on a server of another make");
describe.skipIf(!motoServer)("on a server of another make", () => {
  test("does the same", async () => {
    const port = 20_000 + (process.pid % 20_000);
    const moto: ChildProcess = spawn(motoServer!, ["-H", "127.0.0.1", "-p", String(port)], {
      stdio: "ignore",
    });
    try {
      const client = clientOf(`http://127.0.0.1:${port}`);
      for (let tries = 0; ; tries++) {
        const made = await client.createBucket({ Bucket: BUCKET }).catch((error: Error) => error);
        if (!(made instanceof Error)) break;
        if (tries > 300) throw made;
        await sleep(100);
      }
      await expectStore(s3ResultStore({ client, bucket: BUCKET }));
    } finally {
      moto.kill("SIGTERM");
      await once(moto, "exit");
    }
  }, 60_000);
});
