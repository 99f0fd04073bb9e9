import { expect, test } from "vitest";
import { loadPeer } from "./load-peer.js";

test("an optional package that is not installed is named", async () => {
  await expect(loadPeer("no-such-package-of-anyone", "Reading nothing")).rejects.toMatchObject({
    code: "MISSING_PEER",
    details: { peer: "no-such-package-of-anyone" },
    remedy: "Run: npm install no-such-package-of-anyone",
  });
});

test("an optional package that is installed is loaded", async () => {
  expect(await loadPeer<typeof import("vitest")>("vitest", "This test")).toHaveProperty("expect");
});
