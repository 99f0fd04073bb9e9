import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import { readBundleFiles, saveBundle } from "./bundles/index.js";
import { rotatedFiles, writeFileAtomic, writeFolderAtomic } from "./files/index.js";
import { mergeSnapshots, prometheusText } from "./telemetry/index.js";
import { findWorkerScript, startThread } from "./threads/index.js";

const SCRIPT = new URL("file:///none.mjs");

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["path", (wrong) => saveBundle(new Map(), wrong)],
  ["files", (wrong) => saveBundle(wrong, "never-made")],
  ["path", readBundleFiles],
  ["path", rotatedFiles],
  ["path", (wrong) => writeFileAtomic(wrong, "")],
  ["path", (wrong) => writeFolderAtomic(wrong, async () => {})],
  ["fill", (wrong) => writeFolderAtomic("never-made", wrong)],
  ["name", (wrong) => findWorkerScript(wrong, () => SCRIPT, undefined)],
  ["beside", (wrong) => findWorkerScript("@imdb/a", wrong, undefined)],
  ["workerScript", (wrong) => findWorkerScript("@imdb/a", () => SCRIPT, wrong ?? null)],
  ["workerScript", () => findWorkerScript("@imdb/a", () => SCRIPT, "https://a.example/worker.mjs")],
  ["script", (wrong) => startThread(wrong, {})],
  ["options", () => startThread(SCRIPT, null as never)],
  ["parts", mergeSnapshots],
  ["parts[0]", (wrong) => mergeSnapshots([wrong])],
  ["metrics", prometheusText],
  ["metrics", (wrong) => prometheusText([wrong])],
];

test("startThread refuses an option that does not exist", () => {
  expect(() => startThread(SCRIPT, { workerDat: 1 } as never)).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION", remedy: "Write workerData instead of workerDat." }),
  );
});

test.each(CALLS)("a wrong %s is a typed error that names it: %#", async (argument, call) => {
  for (const wrong of [null, undefined, 7, {}] as never[]) {
    const error = await Promise.resolve()
      .then(() => call(wrong))
      .catch((cause: unknown) => cause);
    expect(InvalidOption.is(error), `${JSON.stringify(wrong)}: ${String(error)}`).toBe(true);
    expect(error).toMatchObject({ details: { option: argument } });
  }
});
