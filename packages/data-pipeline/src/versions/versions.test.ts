import { readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { folderObjects, httpObjects, type ObjectStore, s3Objects } from "@imdb/runtime/objects";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openDataset } from "../store/open-dataset.js";
import { failure } from "../testing/failure.js";
import { type ObjectServer, type ObjectServerOptions, startObjectServer } from "../testing/object-server.js";
import { contentsOf, newFolder, s3Of, tenShards } from "../testing/versions.js";
import { listVersions } from "./list-versions.js";
import { contentObject, documentObject } from "./object-names.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

let server: ObjectServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
async function serving(options?: ObjectServerOptions): Promise<ObjectServer> {
  server = await startObjectServer(options);
  return server;
}

let first: Awaited<ReturnType<typeof tenShards>>;
let second: Awaited<ReturnType<typeof tenShards>>;
beforeAll(async () => {
  first = await tenShards();
  second = await tenShards("another end");
});

const REMOTES: Readonly<Record<string, () => Promise<ObjectStore>>> = {
  "a folder": async () => folderObjects(join(await newFolder(), "remote")),
  "a bucket": async () =>
    s3Objects({ client: s3Of((await serving()).url), bucket: "reviews", prefix: "data/" }),
  "a server": async () => httpObjects({ url: (await serving()).url }),
};

describe.each(Object.entries(REMOTES))("versions on %s", (kind, make) => {
  test("a version is pulled as it was pushed, and the second version sends what differs", async () => {
    const remote = await make();
    const pushed = await pushVersion(first.folder, remote);
    expect(pushed).toMatchObject({ version: first.version, sent: 10, skipped: 0 });
    expect(await pushVersion(second.folder, remote)).toMatchObject({ sent: 1, skipped: 9 });
    expect(await pushVersion(first.folder, remote)).toEqual({
      version: first.version,
      sent: 0,
      skipped: 10,
      bytes: 0,
    });

    const folder = join(await newFolder(), "pulled");
    expect(await pullVersion(first.version, remote, folder)).toMatchObject({ received: 10, skipped: 0 });
    expect(await contentsOf(folder)).toEqual(await contentsOf(first.folder));
    expect((await (await openDataset(folder)).load()).version).toBe(first.version);
    // The folder has nine of its shards.
    expect(await pullVersion(second.version, remote, folder)).toMatchObject({ received: 1, skipped: 9 });
    expect(await contentsOf(folder)).toEqual(await contentsOf(second.folder));
    expect(await pullVersion(second.version, remote, folder)).toMatchObject({ received: 0, bytes: 0 });
    expect(await readdir(dirname(folder))).toEqual(["pulled"]);

    if (kind !== "a server")
      expect(await listVersions(remote)).toEqual([first.version, second.version].sort());
    else expect(await failure(listVersions(remote))).toMatchObject({ code: "OBJECT_STORE_FAILURE" });
  });

  test("two pushes of one version at once end well, and so do two pulls into one folder", async () => {
    const remote = await make();
    await Promise.all([pushVersion(first.folder, remote), pushVersion(first.folder, remote)]);
    const folder = join(await newFolder(), "pulled");
    const pull = () => pullVersion(first.version, remote, folder, { concurrency: 2 });
    await Promise.all([pull(), pull()]);
    expect(await contentsOf(folder)).toEqual(await contentsOf(first.folder));
  });

  test("a version that is not there is an error that names it, and the folder stays", async () => {
    const remote = await make();
    const folder = await newFolder();
    await writeFile(join(folder, "mine.txt"), "mine");
    const error = await failure(pullVersion(first.version, remote, folder));
    expect(error).toMatchObject({ code: "UNKNOWN_VERSION", details: { version: first.version } });
    expect(await readdir(folder)).toEqual(["mine.txt"]);
  });
});

test("a push that ends before its last object leaves no version", async () => {
  const { url, objects } = await serving({ fault: (method) => (method === "PUT" ? 403 : undefined) });
  const remote = s3Objects({ client: s3Of(url), bucket: "reviews" });
  expect(await failure(pushVersion(first.folder, remote))).toMatchObject({ details: { status: 403 } });
  expect(objects.size).toBe(0);

  let puts = 0;
  const failing = await startObjectServer({ fault: (m) => (m === "PUT" && ++puts > 5 ? 403 : undefined) });
  const other = httpObjects({ url: failing.url });
  await failure(pushVersion(first.folder, other, { concurrency: 1 }));
  expect(failing.acknowledged).toHaveLength(5);
  expect(await failure(pullVersion(first.version, other, "never-made"))).toMatchObject({
    code: "UNKNOWN_VERSION",
  });
  await failing.stop();
});

test("a bucket that is not there is another failure than a version that is not", async () => {
  const { url } = await serving({ fault: () => "no bucket" });
  const remote = s3Objects({ client: s3Of(url), bucket: "reviews" });
  const calls = [
    () => pushVersion(first.folder, remote),
    () => pullVersion(first.version, remote, "x"),
    () => listVersions(remote),
  ];
  for (const call of calls) {
    expect(await failure(call())).toMatchObject({ code: "OBJECT_STORE_FAILURE", details: { status: 404 } });
  }
});

test("an object that was deleted from a remote is named, and a push brings it back", async () => {
  const root = join(await newFolder(), "remote");
  const remote = folderObjects(root);
  await pushVersion(first.folder, remote);
  const files = await shardObjects(first.folder);
  const [name, object] = Object.entries(files)[3]!;
  await rm(join(root, object));
  const folder = join(await newFolder(), "pulled");
  const error = await failure(pullVersion(first.version, remote, folder));
  expect(error).toMatchObject({
    code: "DAMAGED_VERSION",
    details: { object, file: name, problem: "it is not there" },
  });
  await expect(readdir(folder)).rejects.toThrow(/ENOENT/);
  expect(await pushVersion(first.folder, remote)).toMatchObject({ sent: 1, skipped: 9 });
  // The pull goes on with what it has received.
  const { received, skipped } = await pullVersion(first.version, remote, folder);
  expect([received + skipped, received < 10]).toEqual([10, true]);
  expect(await contentsOf(folder)).toEqual(await contentsOf(first.folder));
});

test("an object of other bytes or another size is named, and no folder appears", async () => {
  const root = join(await newFolder(), "remote");
  const remote = folderObjects(root);
  await pushVersion(first.folder, remote);
  const [name, object] = Object.entries(await shardObjects(first.folder))[2]!;
  const folder = join(await newFolder(), "pulled");
  const { size } = await stat(join(root, object));
  await writeFile(join(root, object), "x".repeat(size));
  expect(await failure(pullVersion(first.version, remote, folder))).toMatchObject({
    code: "DAMAGED_VERSION",
    details: { object, file: name, problem: "its SHA-256 is another" },
  });
  await truncate(join(root, object), 5);
  expect(await failure(pullVersion(first.version, remote, folder))).toMatchObject({
    details: { object, problem: `it has 5 bytes, expected are ${size}` },
  });
  await writeFile(join(root, object), "x".repeat(size + 1));
  expect(await failure(pullVersion(first.version, remote, folder))).toMatchObject({
    details: { object, problem: `it has more than ${size} bytes` },
  });
  await expect(readdir(folder)).rejects.toThrow(/ENOENT/);
  // One of another size is sent again.
  expect(await pushVersion(first.folder, remote)).toMatchObject({ sent: 1 });
  await pullVersion(first.version, remote, folder);
});

test("a version is never replaced by one with other files", async () => {
  const remote = folderObjects(join(await newFolder(), "remote"));
  await pushVersion(first.folder, remote);
  const { folder, version } = await tenShards();
  expect(version).toBe(first.version);
  await writeFile(join(folder, "README.md"), "another card");
  const error = await failure(pushVersion(folder, remote));
  expect(error).toMatchObject({ code: "VERSION_TAKEN", details: { version, files: ["README.md"] } });
});

test("a shard that was changed on this machine is not sent", async () => {
  const { folder } = await tenShards("an end of its own");
  const file = "train-00002.jsonl";
  const content = (await contentsOf(folder))[file]!;
  await writeFile(join(folder, file), content.replace("a film", "b film"));
  for (const make of Object.values(REMOTES)) {
    const remote = await make();
    const [, object] = Object.entries(await shardObjects(folder)).find(([name]) => name === file)!;
    expect(await failure(pushVersion(folder, remote))).toMatchObject({
      code: "INVALID_DATASET",
      details: { file },
    });
    expect(await remote.size(object)).toBeUndefined();
    expect(await remote.size(documentObject(first.version))).toBeUndefined();
  }
});

/** The objects of the shards of a folder, by the shards' names. */
async function shardObjects(folder: string): Promise<Record<string, string>> {
  const { files } = JSON.parse((await contentsOf(folder))["dataset.json"]!) as {
    files: Record<string, { sha256: string }>;
  };
  return Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, contentObject(sha256)]));
}
