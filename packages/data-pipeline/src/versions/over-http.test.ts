import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { httpObjects, s3Objects } from "@imdb/runtime/objects";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import {
  type Fault,
  type ObjectServer,
  type ObjectServerOptions,
  startObjectServer,
} from "../testing/object-server.js";
import { contentsOf, newFolder, s3Of, tenShards } from "../testing/versions.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

let version: Awaited<ReturnType<typeof tenShards>>;
/** The objects of the version. */
let pushed: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  version = await tenShards();
  const server = await startObjectServer();
  await pushVersion(version.folder, httpObjects({ url: server.url }));
  pushed = server.objects;
  await server.stop();
});

let server: ObjectServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A server that has the version. */
async function serving(options: ObjectServerOptions = {}): Promise<ObjectServer> {
  server = await startObjectServer(options);
  for (const [name, content] of pushed) server.objects.set(name, content);
  return server;
}

/** Faults of the first `times` requests for each object. */
function firstTimes(times: number, fault: Fault): NonNullable<ObjectServerOptions["fault"]> {
  const asked = new Map<string, number>();
  return (method, name) => {
    if (method !== "GET" || !name.startsWith("files/")) return undefined;
    asked.set(name, (asked.get(name) ?? 0) + 1);
    return asked.get(name)! <= times ? fault : undefined;
  };
}

const remotes = (url: string) =>
  ({
    http: httpObjects({ url, stalledMs: 400 }),
    s3: s3Objects({ client: s3Of(url), bucket: "reviews", stalledMs: 400 }),
  }) as const;

describe.each(["http", "s3"] as const)("a pull over %s", (kind) => {
  test.each([
    ["answers 500 and 503", 500, {}],
    ["says nothing", "hang", {}],
    ["breaks off", "cut off", {}],
    ["breaks off and has no ranges", "cut off", { ranges: "ignored" }],
  ] as const)(
    "from a server that %s succeeds in the end",
    async (_, fault, options) => {
      const { url, sent } = await serving({ ...options, fault: firstTimes(1, fault) });
      const folder = join(await newFolder(), "pulled");
      await pullVersion(version.version, remotes(url)[kind], folder);
      expect(await contentsOf(folder)).toEqual(await contentsOf(version.folder));
      // The rest is asked for, where there are ranges, and not the whole again.
      const total = [...pushed.values()].reduce((sum, { length }) => sum + length, 0);
      if (!("ranges" in options)) expect(sent.bytes).toBe(total);
    },
    30_000,
  );

  test.each([
    ["answers 500 all the time", 500, "OBJECT_STORE_FAILURE", /HTTP 500/],
    ["refuses it", 403, "OBJECT_STORE_FAILURE", /HTTP 403/],
    ["sends other bytes", "other bytes", "DAMAGED_VERSION", /its SHA-256 is another/],
  ] as const)(
    "from a server that %s names the object, and leaves no folder",
    async (_, fault, code, message) => {
      const { url } = await serving({ fault: firstTimes(99, fault) });
      const folder = join(await newFolder(), "pulled");
      const error = await failure(pullVersion(version.version, remotes(url)[kind], folder, { retries: 1 }));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
      expect(pushed.has((error.details as { object: string }).object)).toBe(true);
      expect(await readdir(dirname(folder))).not.toContain("pulled");
    },
    30_000,
  );
});

test("a push to a server that does not take PUT says so", async () => {
  server = await startObjectServer({ put: "refused" });
  const error = await failure(pushVersion(version.folder, httpObjects({ url: server.url })));
  expect(error).toMatchObject({ code: "OBJECT_STORE_FAILURE", details: { status: 405, action: "write" } });
  expect(error.remedy).toMatch(/PUT/);
});

test("a push goes on after answers of 503 and silences", async () => {
  let puts = 0;
  server = await startObjectServer({
    fault: (method) => (method === "PUT" && ++puts <= 4 ? (puts % 2 ? 503 : "hang") : undefined),
  });
  expect(await pushVersion(version.folder, remotes(server.url).http)).toMatchObject({ sent: 10 });
  expect(new Set(server.acknowledged).size).toBe(server.acknowledged.length);
}, 30_000);

test("keys and passwords are in no message", async () => {
  const { url } = await serving({ authorization: "Bearer the-secret" });
  const pull = (headers: Record<string, string>) =>
    pullVersion(version.version, httpObjects({ url, headers }), "never-made");
  const errors = [
    await failure(pull({ authorization: "Bearer another-secret" })),
    await failure((async () => pull({ authorization: "Bearer\nanother-secret" }))()),
    await failure((async () => httpObjects({ url: "http://me:another-secret@127.0.0.1/" }))() as never),
    await failure((async () => httpObjects({ url: "http://127.0.0.1/?key=another-secret" }))() as never),
  ];
  expect(errors.map(({ code }) => code)).toEqual([
    "OBJECT_STORE_FAILURE",
    "INVALID_OPTION",
    "INVALID_OPTION",
    "INVALID_OPTION",
  ]);
  for (const { message, remedy, details, cause } of errors) {
    expect(`${message} ${remedy} ${JSON.stringify(details)} ${String(cause)}`).not.toContain(
      "another-secret",
    );
  }
  const folder = join(await newFolder(), "pulled");
  await pullVersion(
    version.version,
    httpObjects({ url, headers: { authorization: "Bearer the-secret" } }),
    folder,
  );
});

test("a transfer is cancelled by its signal, and reports its progress", async () => {
  const { url } = await serving();
  const stop = new AbortController();
  const folder = join(await newFolder(), "pulled");
  const onProgress = () => stop.abort();
  const pull = pullVersion(version.version, httpObjects({ url }), folder, {
    signal: stop.signal,
    onProgress,
  });
  expect(await failure(pull)).toMatchObject({ code: "CANCELLED" });
  const seen: number[] = [];
  await pullVersion(version.version, httpObjects({ url }), folder, {
    onProgress: ({ done, total }) => seen.push(done / total!),
  });
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
