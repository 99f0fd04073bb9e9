import { expect, test } from "vitest";
import { loadPeer, providePeer } from "./index.js";

const importPeer = (peer: string): Promise<unknown> => import(peer);

test("an optional package that is not installed is named", async () => {
  await expect(loadPeer("no-such-package-of-anyone", "Reading nothing", importPeer)).rejects.toMatchObject({
    code: "MISSING_PEER",
    details: { peer: "no-such-package-of-anyone" },
    remedy: "Run: npm install no-such-package-of-anyone",
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
