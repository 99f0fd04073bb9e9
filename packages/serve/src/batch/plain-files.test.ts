import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPredictionLog } from "../node/prediction-log.js";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "../testing/toy-model.js";
import { scoreFile } from "./score-file.js";
import type { ScoreFileOptions } from "./score-file-options.js";

const predictor = createPredictor(toyBundle());
let folder = "";
const path = (name: string) => join(folder, name);
const score = (more: Partial<ScoreFileOptions> = {}) =>
  scoreFile({ input: path("in.jsonl"), output: path("out.jsonl"), predictor, ...more });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "batch-plain-"));
  await writeFile(path("in.jsonl"), '{"text":"good"}\n');
});
afterEach(() => rm(folder, { recursive: true }));

describe.skipIf(process.platform === "win32")(
  "a batch waits for no pipe, and follows no link that it did not make",
  () => {
    test.each(["in.csv", "in.jsonl", "in.parquet"])("its input as a pipe is refused: %s", async (name) => {
      await rm(path(name), { force: true });
      execFileSync("mkfifo", [path(name)]);
      await expect(score({ input: path(name) })).rejects.toMatchObject({
        code: "FILE_FAILURE",
        message: expect.stringMatching(/it is not a plain file/),
      });
    });

    test.each([".checkpoint.json", ".partial", ".quarantine.partial"])(
      "its file out.jsonl%s is refused",
      async (name) => {
        await writeFile(path("secret"), "secret");
        const file = `${path("out.jsonl")}${name}`;
        const refused = { code: "FILE_FAILURE", message: expect.stringContaining(file) };
        execFileSync("mkfifo", [file]);
        await expect(score()).rejects.toMatchObject(refused);
        await rm(file);
        await symlink(path("secret"), file);
        await expect(score()).rejects.toMatchObject(refused);
        expect(await readFile(path("secret"), "utf8")).toBe("secret");
        await rm(file);
        expect(await score()).toMatchObject({ scored: 1 });
      },
    );

    test.each(["output", "quarantine"] as const)(
      "its %s as a folder or a dangling link is refused before a row is read",
      async (option) => {
        await mkdir(path("folder.jsonl"));
        await symlink(path("none"), path("dangling.jsonl"));
        for (const [name, problem] of [
          ["folder.jsonl", "it is a folder"],
          ["dangling.jsonl", "it is a symbolic link to a path that does not exist"],
        ] as const) {
          const refused = score({ input: path("missing.jsonl"), [option]: path(name) });
          await expect(refused).rejects.toThrow(`${path(name)}: ${problem}`);
        }
      },
    );

    test("an input that is a link is scored", async () => {
      await symlink(path("in.jsonl"), path("link.jsonl"));
      expect(await score({ input: path("link.jsonl") })).toMatchObject({ scored: 1 });
    });

    test("a prediction log is a plain file, or a link to one", async () => {
      execFileSync("mkfifo", [path("pipe.jsonl")]);
      await expect(createPredictionLog({ path: path("pipe.jsonl") })).rejects.toThrow(
        /it is not a plain file/,
      );
      await writeFile(path("log.jsonl"), "");
      await symlink(path("log.jsonl"), path("link.jsonl"));
      await (await createPredictionLog({ path: path("link.jsonl") })).close();
    });
  },
);
