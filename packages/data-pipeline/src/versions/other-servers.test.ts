import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { s3Objects } from "@imdb/runtime/objects";
import { describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { contentsOf, newFolder, s3Of, tenShards } from "../testing/versions.js";
import { listVersions } from "./list-versions.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

const motoServer = toolFor("moto", "versions in a bucket on a server of another make");
describe.skipIf(!motoServer)("a bucket on a server of another make", () => {
  test("gets a version and gives it back", async () => {
    const port = 40_000 + (process.pid % 20_000);
    const moto: ChildProcess = spawn(motoServer!, ["-H", "127.0.0.1", "-p", String(port)], {
      stdio: "ignore",
    });
    try {
      const client = s3Of(`http://127.0.0.1:${port}`);
      for (let tries = 0; ; tries++) {
        const made = await client.createBucket({ Bucket: "reviews" }).catch((error: Error) => error);
        if (!(made instanceof Error)) break;
        if (tries > 300) throw made;
        await sleep(100);
      }
      // Its shards are too large to be sent from memory.
      const { folder: source, version } = await tenShards("the end", 115_000);
      const remote = s3Objects({ client, bucket: "reviews", prefix: "data/" });
      await Promise.all([pushVersion(source, remote), pushVersion(source, remote)]);
      expect(await pushVersion(source, remote)).toMatchObject({ sent: 0, skipped: 10, bytes: 0 });
      expect(await listVersions(remote)).toEqual([version]);
      const folder = join(await newFolder(), "pulled");
      await pullVersion(version, remote, folder);
      expect(await contentsOf(folder)).toEqual(await contentsOf(source));
    } finally {
      moto.kill("SIGTERM");
      await once(moto, "exit");
    }
  }, 120_000);
});
