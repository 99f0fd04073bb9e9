import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { folderObjects, httpObjects, s3Objects } from "@imdb/runtime/objects";
import { afterEach, expect, test } from "vitest";
import { openDataset } from "../store/open-dataset.js";
import { type ObjectServer, startObjectServer } from "../testing/object-server.js";
import { contentsOf, newFolder, s3Of, tenShards } from "../testing/versions.js";
import { listVersions } from "./list-versions.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

const PROGRAM = fileURLToPath(new URL("../testing/push-main.ts", import.meta.url));

let child: ChildProcess | undefined;
let server: ObjectServer | undefined;
afterEach(async () => {
  child?.kill("SIGKILL");
  await server?.stop();
  server = undefined;
});

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, ["--import", "tsx", "-C", "@imdb/source", PROGRAM, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return child;
}

/** A server that kills the process that pushes at the PUT of this number, whose content it has and does not store. */
async function killingAt(put: number): Promise<ObjectServer> {
  let puts = 0;
  server = await startObjectServer({
    fault: (method) => {
      if (method !== "PUT" || ++puts !== put) return undefined;
      child?.kill("SIGKILL");
      return "hang";
    },
  });
  return server;
}

test.each([
  ["s3", 1],
  ["s3", 6],
  ["s3", 14],
  ["http", 7],
] as const)(
  "a push to %s that is killed at object %i is continued: nothing acknowledged is sent again",
  async (kind, put) => {
    const { folder, version } = await tenShards();
    const { url, acknowledged } = await killingAt(put);
    const killed = start(folder, kind, url);
    expect(await once(killed, "exit")).toEqual([null, "SIGKILL"]);
    await wait(100);
    const before = [...acknowledged];
    const remote = kind === "s3" ? s3Objects({ client: s3Of(url), bucket: "reviews" }) : httpObjects({ url });
    const unseen = await pullVersion(version, remote, "never-made").catch((error: unknown) => error);
    expect(unseen).toMatchObject({ code: "UNKNOWN_VERSION" });

    const { sent, skipped } = await pushVersion(folder, remote);
    expect(sent + skipped).toBe(10);
    // Ten shards, three files that describe them, and the document of the version: each stored once.
    expect(acknowledged).toHaveLength(14);
    expect(new Set(acknowledged).size).toBe(14);
    expect(acknowledged.slice(0, before.length)).toEqual(before);
    expect(acknowledged.at(-1)).toMatch(/^versions\//);

    const pulled = join(await newFolder(), "pulled");
    await pullVersion(version, remote, pulled);
    expect(await contentsOf(pulled)).toEqual(await contentsOf(folder));
    expect((await (await openDataset(pulled)).load()).version).toBe(version);
  },
  60_000,
);

test("a push to a folder that is killed at some moment is continued", async () => {
  const { folder, version } = await tenShards("the end", 20_000);
  const root = join(await newFolder(), "remote");
  const remote = folderObjects(root);
  const killed = start(folder, "folder", root);
  const stored = async () => {
    let objects = 0;
    for await (const _ of remote.list("files/")) objects++;
    return objects;
  };
  while ((await stored()) < 3 && killed.exitCode === null) await wait(5);
  killed.kill("SIGKILL");
  expect(await once(killed, "exit")).toEqual([null, "SIGKILL"]);
  expect(await listVersions(remote)).toEqual([]);
  const before = await stored();
  expect(before).toBeGreaterThanOrEqual(3);
  const { sent, skipped } = await pushVersion(folder, remote);
  expect(skipped).toBeGreaterThanOrEqual(before - 3);
  expect(sent + skipped).toBe(10);
  const pulled = join(await newFolder(), "pulled");
  await pullVersion(version, remote, pulled);
  expect(await contentsOf(pulled)).toEqual(await contentsOf(folder));
}, 60_000);
