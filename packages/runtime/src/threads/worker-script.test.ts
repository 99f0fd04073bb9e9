import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { optionsOf } from "@imdb/core/options";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { InvalidWorkerScript } from "../errors.js";
import {
  checkWorkerScript,
  createWorkerPool,
  findWorkerScript,
  type WorkerScriptOption,
  workerScriptRules,
} from "./index.js";

const SCRIPT = new URL("./testing/worker.mjs", import.meta.url);
let folder: string;
let missing: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "worker-script-"));
  missing = pathToFileURL(join(folder, "none.mjs"));
});
afterAll(() => rm(folder, { recursive: true }));

const failure = (work: Promise<unknown>) => work.then(String, (error: unknown) => error);

describe("the script of a package", () => {
  test("is the literal of the package", () => {
    expect(findWorkerScript("@imdb/a", () => SCRIPT, undefined)).toEqual({
      package: "@imdb/a",
      url: SCRIPT,
      isGiven: false,
    });
  });

  test("is the built one where the sources run", async () => {
    await mkdir(join(folder, "src/dist"), { recursive: true });
    await writeFile(join(folder, "src/dist/a.mjs"), "");
    const literal = pathToFileURL(join(folder, "src/src/a.mjs"));
    const built = pathToFileURL(join(folder, "src/dist/a.mjs"));
    expect(findWorkerScript("@imdb/a", () => literal, undefined)?.url.href).toBe(built.href);
  });

  test("that is missing is warned of once for each package, and what to do is said", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    try {
      for (const name of ["@imdb/b", "@imdb/c", "@imdb/b"]) {
        expect(findWorkerScript(name, () => missing, undefined)).toBeUndefined();
      }
      expect(warned.mock.calls.map(([message]) => String(message).slice(0, 7))).toEqual([
        "@imdb/b",
        "@imdb/c",
      ]);
      const options = warned.mock.calls[0]![1];
      expect(options).toMatchObject({ code: "IMDB_NO_WORKER_SCRIPT" });
      expect(options).toMatchObject({ detail: expect.stringContaining("copy imdb-b-worker.mjs") });
    } finally {
      warned.mockRestore();
    }
  });

  test("whose address a bundler has left out, or made no file, is missing", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    try {
      expect(findWorkerScript("@imdb/d", () => new URL("./x.mjs", undefined), undefined)).toBeUndefined();
      expect(findWorkerScript("@imdb/e", () => new URL("https://host/x.mjs"), undefined)).toBeUndefined();
      expect(warned).toHaveBeenCalledTimes(2);
    } finally {
      warned.mockRestore();
    }
  });
});

describe("a given script", () => {
  const options = optionsOf<WorkerScriptOption, "workerScript">(workerScriptRules);

  test("is taken as a path or as a URL", () => {
    for (const given of [SCRIPT, SCRIPT.href, SCRIPT.pathname]) {
      const script = findWorkerScript("@imdb/a", () => missing, given);
      expect(script).toEqual({ package: "@imdb/a", url: SCRIPT, isGiven: true });
    }
  });

  test.each([7, null, "https://host/x.mjs", new URL("data:text/javascript,1")])("%s is refused", (given) => {
    const wrong = { workerScript: given as string };
    expect(() => options.resolve(wrong)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  test("that is not there is refused, and the remedy names what to give", () => {
    const find = () => findWorkerScript("@imdb/train", () => SCRIPT, missing);
    expect(find).toThrow(
      InvalidWorkerScript.create({
        package: "@imdb/train",
        script: join(folder, "none.mjs"),
        reason: "no file is there",
      }).message,
    );
    expect(find).toThrow(expect.objectContaining({ remedy: expect.stringContaining("@imdb/train/worker") }));
  });

  test.each([
    ["of another package", 'import "SCRIPT";', "it is the script of @imdb/runtime"],
    [
      "of another program",
      'import { parentPort } from "node:worker_threads"; parentPort.postMessage("hi");',
      "it is the script of another program",
    ],
    ["that ends", "1;", "it ended with code 0"],
    ["that fails", 'throw new Error("no such thing");', "no such thing"],
  ])("%s fails the job, and the remedy names what to give", async (name, code, reason) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.mjs`);
    await writeFile(file, code.replace("SCRIPT", SCRIPT.href));
    const pool = createWorkerPool<unknown, unknown>(findWorkerScript("@imdb/train", () => SCRIPT, file)!, 1);
    const error = await failure(pool.run({ do: "double", n: 1 })).finally(() => pool.close());
    expect(InvalidWorkerScript.is(error)).toBe(true);
    expect(error).toMatchObject({ details: { package: "@imdb/train", script: file, reason } });
    // And before there is a job.
    const checked = await failure(checkWorkerScript(findWorkerScript("@imdb/train", () => SCRIPT, file)));
    expect(InvalidWorkerScript.is(checked)).toBe(true);
    expect(checked).toMatchObject({ details: { package: "@imdb/train", script: file, reason } });
  });

  test("that is right passes the check, and one that the package has found is not started", async () => {
    await checkWorkerScript(findWorkerScript("@imdb/runtime", () => missing, SCRIPT));
    await checkWorkerScript({ package: "@imdb/train", url: missing, isGiven: false });
    await checkWorkerScript(undefined);
    await expect(checkWorkerScript("x" as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  test("that dies at work is no wrong script", async () => {
    const pool = createWorkerPool<unknown, unknown>(
      findWorkerScript("@imdb/runtime", () => missing, SCRIPT)!,
      1,
    );
    const error = await failure(pool.run({ do: "exit" })).finally(() => pool.close());
    expect(error).toMatchObject({ code: "WORKER_FAILURE" });
  });
});
