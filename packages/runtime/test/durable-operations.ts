// The durable operations of this package, each done in a process whose file operations are recorded. Started by
// crash-states.test.ts as `node durable-operations.mjs OPERATION FOLDER NUMBER`.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type {} from "../../../tools/crash/check-crashes.mjs";
import { saveBundle } from "../src/bundles/index.js";
import { writeFileAtomic, writeFolderAtomic } from "../src/files/index.js";
import { takeLease } from "../src/leases/index.js";

const [operation = "", folder = "", number = ""] = process.argv.slice(2);
const bundle = (text: string) =>
  new Map(["manifest.json", "weights"].map((name) => [name, new TextEncoder().encode(text)]));
const fill = (text: string) => async (to: string) => {
  await mkdir(join(to, "deep"));
  await writeFile(join(to, "deep", "a"), text);
  await writeFile(join(to, "b"), text);
};

/** Takes and releases a lease, and acknowledges the numbers under which this process has had it. */
async function holdTwice(afterRelease: "kept" | "removed") {
  for (let turn = 0; turn < 2; ) {
    const { lease } = await takeLease(join(folder, "own", "lease"), { afterRelease });
    if (!lease) {
      await sleep(2);
      continue;
    }
    lease.check();
    acknowledge(`taken ${lease.number} ${number}`);
    lease.release();
    acknowledge(`released ${lease.number} ${number}`);
    turn++;
  }
}

const OPERATIONS: Readonly<Record<string, () => Promise<void>>> = {
  async "atomic file"() {
    for (const text of ["first", "second"]) {
      await writeFileAtomic(join(folder, "new", "deeper", "file"), text);
      acknowledge(text);
    }
  },
  async "atomic folder"() {
    for (const text of ["first", "second"]) {
      await writeFolderAtomic(join(folder, "new", "model"), fill(text));
      acknowledge(text);
    }
  },
  async "atomic folder by two processes"() {
    await writeFolderAtomic(join(folder, "model"), fill(`first of ${number}`));
    acknowledge("written");
    await writeFolderAtomic(join(folder, "model"), fill(`second of ${number}`));
    acknowledge("written");
  },
  async "bundle as a folder"() {
    for (const text of ["first", "second"]) {
      await saveBundle(bundle(text), join(folder, "model"));
      acknowledge(text);
    }
  },
  async "bundle as a tar"() {
    for (const text of ["first", "second"]) {
      await saveBundle(bundle(text), join(folder, "model.tar"));
      acknowledge(text);
    }
  },
  "lease that is kept": () => holdTwice("kept"),
  "lease that is removed": () => holdTwice("removed"),
  "lease of two processes, kept": () => holdTwice("kept"),
  "lease of two processes, removed": () => holdTwice("removed"),
  async "take-over of an ended process's lease by two"() {
    const { lease } = await takeLease(join(folder, "own", "lease"));
    if (!lease) return;
    lease.check();
    acknowledge(`taken ${lease.number} ${number}`);
  },
};

await OPERATIONS[operation]?.();
