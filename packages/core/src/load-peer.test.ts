import { createContext, Script } from "node:vm";
import { expect, test } from "vitest";
import { loadPeer, loadPeers, providePeer } from "./index.js";

const importPeer = (peer: string): Promise<unknown> => import(peer);

test("an optional package that is not installed is named", async () => {
  await expect(loadPeer("no-such-package-of-anyone", "Reading nothing", importPeer)).rejects.toMatchObject({
    code: "MISSING_PEER",
    details: { peer: "no-such-package-of-anyone" },
    remedy: "Run: npm install no-such-package-of-anyone",
  });
});

test("packages that are missing together are named together, with one command", async () => {
  const names = ["no-such-a", "vitest", "no-such-b", "no-such-c"] as const;
  await expect(loadPeers<unknown[]>(names, "Reading nothing", importPeer)).rejects.toMatchObject({
    code: "MISSING_PEER",
    details: { peer: "no-such-a", others: ["no-such-b", "no-such-c"] },
    message:
      "Reading nothing needs the packages no-such-a, no-such-b and no-such-c, which are not installed.",
    remedy: "Run: npm install no-such-a no-such-b no-such-c",
  });
});

test("a package in a VM that has no import() is named, with what to set, as in Jest", async () => {
  const importHere = new Script("(peer) => import(peer)").runInContext(createContext()) as typeof importPeer;
  await expect(loadPeer("vitest", "Reading Parquet", importHere)).rejects.toMatchObject({
    code: "UNLOADABLE_PEER",
    details: { peer: "vitest", feature: "Reading Parquet" },
    remedy: expect.stringContaining("NODE_OPTIONS=--experimental-vm-modules"),
  });
});

test("a package that a browser does not find by its name is named", async () => {
  const messages = [
    "Failed to resolve module specifier 'wink-nlp'",
    "The specifier “wink-nlp” was a bare specifier, but was not remapped to anything.",
    "Module name, 'wink-nlp' does not resolve to a valid URL.",
  ];
  for (const message of messages) {
    const inBrowser = () => Promise.reject(new TypeError(message));
    await expect(loadPeer("wink-nlp", "A tokenizer", inBrowser)).rejects.toMatchObject({
      code: "MISSING_PEER",
    });
  }
});

test("what an optional package throws while it loads is passed on", async () => {
  const broken = () => Promise.reject(new TypeError("x is not a function"));
  await expect(loadPeer("wink-nlp", "A tokenizer", broken)).rejects.toThrow("x is not a function");
});

test("an optional package that is installed is loaded", async () => {
  expect(await loadPeer<typeof import("vitest")>("vitest", "This test", importPeer)).toHaveProperty("expect");
});

test("a package that the program provides is taken, and is not looked for", async () => {
  const module = { parquetRead: () => "rows" };
  providePeer("a-package-in-one-file", module);
  const never = () => Promise.reject(new Error("was looked for"));
  expect(await loadPeer("a-package-in-one-file", "Reading Parquet", never)).toBe(module);
  for (const [peer, given] of [
    ["", module],
    ["x", undefined],
    [1, module],
  ] as const) {
    expect(() => providePeer(peer as string, given as object)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  }
});
