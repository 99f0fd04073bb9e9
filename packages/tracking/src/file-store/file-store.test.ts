import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { trackingStoreContract } from "../store/tracking-store-contract.js";
import { fileStore } from "./file-store.js";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "file-store-"));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

describe.each(["process", "power"] as const)("a file store with durability %s", (durability) => {
  for (const { name, run } of trackingStoreContract(async () =>
    fileStore(join(dir, durability), { durability }),
  )) {
    test(name, run);
  }
});
