import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writerMark } from "@imdb/runtime/files";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileStore } from "../index.js";
import { scratchExperiment } from "../testing/scratch-experiment.js";
import { thrown } from "../testing/thrown.js";

// R36. Three runs, of which one is damaged as a power cut, a full disk or a careless hand leaves it.

const scratch = scratchExperiment();
let root: string;
let runDir: (...names: string[]) => string;
let damagedId: string;
let warnings: string[];
const listener = (warning: Error & { code?: string }) => {
  if (warning.code === "DAMAGED_TRACKING_STORE") warnings.push(warning.message);
};

beforeEach(async () => {
  root = join(scratch.dir, "mlruns");
  const ids: string[] = [];
  for (const name of ["a", "b", "c"]) {
    await scratch.experiment.startRun({ runName: name }, async (run) => {
      await run.logMetric("m", 1);
      await run.logParam("p", 1);
      await run.logInput({ name: "imdb", digest: name, source: "x", context: "train" });
      ids.push(run.runId);
    });
  }
  damagedId = ids[1]!;
  runDir = (...names) => join(root, scratch.experiment.experimentId, damagedId, ...names);
  await rm(join(root, scratch.experiment.experimentId, ".run-index.ascii"));
  warnings = [];
  process.on("warning", listener);
});

afterEach(() => void process.off("warning", listener));

const half = async (path: string) => truncate(path, (await readFile(path)).length >> 1);
const folderFor = async (path: string) => {
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
};
const fileFor = async (path: string) => {
  await rm(path, { recursive: true, force: true });
  await writeFile(path, "x");
};
const onlyIn = (folder: string) => join(folder, readdirSync(folder)[0]!);

/** Does a damage to a file of the run, which is named. */
const to =
  (names: readonly string[], damage: (path: string) => Promise<unknown>): (() => Promise<string>) =>
  async () => {
    await damage(runDir(...names));
    return runDir(...names);
  };
const META = ["meta.yaml"];

/** Each damage to the run as a whole. */
const OF_RUN: Record<string, () => Promise<string>> = {
  "an empty meta.yaml": to(META, (path) => writeFile(path, "")),
  "a meta.yaml of NULs": to(META, (path) => writeFile(path, "\0".repeat(300))),
  "half a meta.yaml": to(META, half),
  "no meta.yaml": to(META, rm),
  "a folder for meta.yaml": to(META, folderFor),
  "a folder for a journal": to([".journal", "x.log"], mkdir),
  "a meta.yaml of another run": to(META, async (path) => {
    await writeFile(path, (await readFile(path, "utf8")).replaceAll(damagedId, "f".repeat(32)));
  }),
  "a time that is no number": to(META, async (path) => {
    await writeFile(path, (await readFile(path, "utf8")).replace(/start_time: \d+/, 'start_time: "noon"'));
  }),
};

describe("a damaged run is named, and the others are found", () => {
  test.each(Object.keys(OF_RUN))("%s", async (damage) => {
    const path = await OF_RUN[damage]!();
    const store = fileStore(root);
    const search = { experimentIds: [scratch.experiment.experimentId], orderBy: ["attributes.run_name"] };
    for (let again = 0; again < 2; again++) {
      const page = await store.searchRuns(search);
      expect(page.items.map(({ info }) => info.runName)).toEqual(["a", "c"]);
      expect(page.damaged).toEqual([{ path, problem: expect.any(String) }]);
    }
    expect((await store.recover()).damaged).toEqual([{ path, problem: expect.any(String) }]);
    await new Promise((done) => setImmediate(done));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(path);
    const error = await thrown(store.getRun(damagedId));
    expect(["DAMAGED_TRACKING_STORE", "SCHEMA_MISMATCH", "RUN_NOT_FOUND"]).toContain(
      (error as { code: string }).code,
    );
    // The experiment can be deleted and restored with it.
    await store.deleteExperiment(scratch.experiment.experimentId);
    await store.restoreExperiment(scratch.experiment.experimentId);
    expect((await store.searchRuns(search)).items).toHaveLength(2);
  });

  test.each(["params", "tags", "metrics", ".journal"])(
    "a file where the folder %s should be",
    async (name) => {
      await fileFor(runDir(name));
      const page = await fileStore(root).searchRuns({ experimentIds: [scratch.experiment.experimentId] });
      expect(page.items.length).toBeGreaterThanOrEqual(2);
      await fileStore(root).recover();
    },
  );
});

describe("a damaged dataset or model is left out of its run, and named", () => {
  const OF_PART: Record<string, () => Promise<string>> = {
    "half an input": async () => {
      const path = join(onlyIn(runDir("inputs")), "meta.yaml");
      await half(path);
      return path;
    },
    "an input without its meta.yaml": async () => {
      const path = join(onlyIn(runDir("inputs")), "meta.yaml");
      await rm(path);
      return path;
    },
    "an input that leads elsewhere": async () => {
      const path = join(onlyIn(runDir("inputs")), "meta.yaml");
      const text = await readFile(path, "utf8");
      await writeFile(path, text.replace(/source_id: .*/, 'source_id: "../../x"'));
      return path;
    },
    "no dataset": async () => {
      const text = await readFile(join(onlyIn(runDir("inputs")), "meta.yaml"), "utf8");
      const id = /source_id: "(.*)"/.exec(text)![1]!;
      const folder = join(root, scratch.experiment.experimentId, "datasets", id);
      await rename(folder, join(scratch.dir, "gone"));
      return join(folder, "meta.yaml");
    },
    "an empty output": async () => {
      await mkdir(runDir("outputs", "m-1"), { recursive: true });
      await writeFile(runDir("outputs", "m-1", "meta.yaml"), "");
      return runDir("outputs", "m-1", "meta.yaml");
    },
  };

  test.each(Object.keys(OF_PART))("%s", async (damage) => {
    const path = await OF_PART[damage]!();
    const search = { experimentIds: [scratch.experiment.experimentId], orderBy: ["attributes.run_name"] };
    // The second store has what the first has put into the index.
    for (const store of [fileStore(root), fileStore(root)]) {
      const page = await store.searchRuns(search);
      expect(page.items.map(({ info }) => info.runName)).toEqual(["a", "b", "c"]);
      expect(page.items.map(({ inputs }) => inputs.length)).toEqual([
        1,
        damage.includes("output") ? 1 : 0,
        1,
      ]);
      expect(page.damaged).toEqual([{ path, problem: expect.any(String) }]);
      expect((await store.getRun(damagedId)).metrics).toEqual({ m: 1 });
    }
    await fileStore(root).recover();
  });
});

describe("a damaged experiment is left out, and others are made, found and listed", () => {
  test.each(["an empty meta.yaml", "half a meta.yaml", "no meta.yaml", "another id"])(
    "%s",
    async (damage) => {
      const store = fileStore(root);
      const bad = await store.createExperiment("bad");
      const path = join(root, bad, "meta.yaml");
      const text = await readFile(path, "utf8");
      if (damage === "an empty meta.yaml") await writeFile(path, "");
      else if (damage === "half a meta.yaml") await half(path);
      else if (damage === "no meta.yaml") await rm(path);
      else await writeFile(path, text.replaceAll(bad, "123"));

      const later = fileStore(root);
      const good = await later.createExperiment("good");
      expect((await later.getExperimentByName("good"))?.experimentId).toBe(good);
      expect((await later.listExperiments()).map(({ name }) => name).sort()).toEqual([
        "Default",
        "good",
        "sentiment",
      ]);
      await later.renameExperiment(good, "better");
      expect((await later.recover()).killedRuns).toEqual([]);
      await new Promise((done) => setImmediate(done));
      expect(warnings.some((warning) => warning.includes(path))).toBe(true);
      // Its own name is not given away: the folder may be repaired.
      expect(await thrown(later.createExperiment("bad"))).toMatchObject({
        code: expect.stringMatching(/DAMAGED_TRACKING_STORE|SCHEMA_MISMATCH/),
      });
    },
  );
});

test("a damaged model or version of the registry is left out of the lists, and others are made", async () => {
  const { registry } = fileStore(root);
  for (const name of ["a", "b"]) {
    await registry.createRegisteredModel(name);
    await registry.createModelVersion({ name, source: "x" });
    await registry.createModelVersion({ name, source: "y" });
  }
  await writeFile(join(root, "models", "a", "meta.yaml"), "");
  await half(join(root, "models", "b", "version-1", "meta.yaml"));
  expect((await registry.listRegisteredModels()).map(({ name }) => name)).toEqual(["b"]);
  expect((await registry.listModelVersions("b")).map(({ version }) => version)).toEqual(["2"]);
  expect((await registry.createModelVersion({ name: "b", source: "z" })).version).toBe("3");
});

test("what an ended process left half-written is removed by recover, and nothing of a living or unknown one", async () => {
  const ended = endedMark();
  const kept = [`.tmp-${writerMark()}.${randomUUID()}`, ".tmp-unknown"].sort();
  for (const name of [`.tmp-${ended}.${randomUUID()}`, ...kept]) {
    await writeFile(runDir(name), "x");
    await utimes(runDir(name), new Date(0), new Date(0));
  }
  await fileStore(root).recover();
  expect(readdirSync(runDir()).filter((name) => name.startsWith(".tmp-"))).toEqual(kept);
});

test("what an ended process left in the trash, and of a lock, is removed when the store is opened", async () => {
  const ended = endedMark();
  const names = [ended, writerMark()].flatMap((mark) => [
    `.trash/tmp-${mark}.${randomUUID()}`,
    `..lock-ab-1.json.${mark}.0123abcd.tmp`,
  ]);
  for (const name of names) await mkdir(join(root, name));
  fileStore(root);
  expect(names.map((name) => existsSync(join(root, name)))).toEqual([false, false, true, true]);
});

/** The mark of a process that has ended: none has such an id. */
const endedMark = () => writerMark().replace(/^\d+/, "4194301");
