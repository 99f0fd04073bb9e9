import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writerMark } from "@imdb/runtime/files";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type FlowEvent,
  flow,
  folderResultStore,
  folderRunStore,
  manual,
  resultOf,
  schedule,
  task,
} from "../index.js";
import { readJournal } from "./journal.js";

let folder = "";
let warnings: string[] = [];
const onWarning = ({ message }: Error) => void warnings.push(message);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flow-damaged-"));
  warnings = [];
  process.on("warning", onWarning);
});
afterEach(async () => {
  process.off("warning", onWarning);
  await rm(folder, { recursive: true });
});

const runs = () => folderRunStore(join(folder, "runs"));
const settings = () => ({ runs: runs(), store: folderResultStore(join(folder, "results")) });
let broken = false;
const work = task({ name: "work" }, (n: number) => {
  if (broken) throw new Error("broken");
  return n + 1;
});
const f = flow({ name: "f" }, async (n: number) => work(n));
test("a folder with the name of what a killed process left keeps no run from being resumed", async () => {
  broken = true;
  const { runId } = await f.run(1, settings());
  broken = false;
  const left = `.run.json.${writerMark().replace(/^\d+/, "4194301")}.22345678.tmp`;
  await mkdir(join(folder, "runs", runId, left, "inside"), { recursive: true });
  const resumed = await f.run(1, { ...settings(), runId });
  expect([resumed.state, resumed.runId]).toEqual(["Completed", runId]);
  expect(await readdir(join(folder, "runs", runId))).not.toContain(left);
});

const afterWarnings = () => new Promise((resolve) => setImmediate(resolve));

const DAMAGE: Record<string, (path: string) => Promise<void> | void> = {
  "an empty run.json": (path) => writeFile(join(path, "run.json"), ""),
  "half a run.json": async (path) => {
    const text = await readFile(join(path, "run.json"), "utf8");
    await writeFile(join(path, "run.json"), text.slice(0, text.length >> 1));
  },
  "a run.json of another form": (path) => writeFile(join(path, "run.json"), '{"format":7}'),
  "a folder run.json": async (path) => {
    await rm(join(path, "run.json"));
    await mkdir(join(path, "run.json"));
  },
  "a link run.json": async (path) => {
    await rm(join(path, "run.json"));
    await symlink("/etc/hostname", join(path, "run.json"));
  },
};

describe.each(Object.entries(DAMAGE))("a run with %s", (_, damage) => {
  let other = "";
  let damagedId = "";
  beforeEach(async () => {
    broken = false;
    other = (await f.run(1, settings())).runId;
    broken = true;
    damagedId = (await f.run(2, settings())).runId;
    broken = false;
    await damage(join(folder, "runs", damagedId));
  });

  test("is named in the list, which has the others", async () => {
    const list = await runs().list();
    expect(list.map(({ runId }) => runId)).toEqual([other]);
    expect(list.damaged).toMatchObject([
      { path: expect.stringContaining(join(damagedId, "run.json")), problem: expect.stringMatching(/./) },
    ]);
  });

  test("is passed over by its flow, with a warning that names it", async () => {
    const run = await f.run(2, settings());
    expect([resultOf(run), run.runId === damagedId]).toEqual([3, false]);
    await afterWarnings();
    expect(warnings.join()).toContain(damagedId);
    const failed: unknown[] = [];
    const nightly = schedule(f, {
      key: "nightly",
      when: manual(),
      input: () => 2,
      settings: settings(),
      onError: (error) => void failed.push(error),
    });
    expect((await nightly.trigger(2))?.state).toBe("Completed");
    await nightly.stop();
    expect(failed).toEqual([]);
  });

  test("is a typed error that names it, where it is asked for", async () => {
    const refused = { code: "DAMAGED_RUN", message: expect.stringContaining(damagedId) };
    await expect(runs().read(damagedId)).rejects.toMatchObject(refused);
    await expect(f.run(2, { ...settings(), runId: damagedId })).rejects.toMatchObject(refused);
  });
});

test("a list without damage has no word of it", async () => {
  await f.run(1, settings());
  expect("damaged" in (await runs().list())).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "a lease or a journal that is a pipe is damage of its run alone",
  async () => {
    broken = true;
    const { runId } = await f.run(1, settings());
    broken = false;
    const path = join(folder, "runs", runId);
    const [lease = ""] = (await readdir(path)).filter((name) => name.startsWith("lease-"));
    await rm(join(path, lease));
    execFileSync("mkfifo", [join(path, lease)]);
    const list = await runs().list();
    expect([list.length, list.damaged]).toMatchObject([0, [{ path: join(path, lease) }]]);
    expect(resultOf(await f.run(1, settings()))).toBe(2);
    await afterWarnings();
    expect(warnings.join()).toContain(lease);

    broken = true;
    const next = (await f.run(5, settings())).runId;
    broken = false;
    const journal = join(folder, "runs", next, "events.jsonl");
    await rm(journal);
    execFileSync("mkfifo", [journal]);
    expect(resultOf(await f.run(5, settings()))).toBe(6);
    await expect(runs().read(next)).rejects.toMatchObject({ code: "DAMAGED_RUN" });
  },
);

describe("a journal that is too long", () => {
  const LONG: Record<string, [problem: string, (journal: string) => Promise<void>]> = {
    "a line of 17 MiB": [
      "line 2 has over 16777216 bytes",
      (journal) => writeFile(journal, `{}\n${"x".repeat(17 << 20)}\n{}\n`),
    ],
    "a line of 600 MB": ["line 1 has over 16777216 bytes", (journal) => truncate(journal, 600_000_000)],
    "over 1 GiB": ["it has 107374", (journal) => truncate(journal, 2 ** 30 + 1)],
  };

  test.each(Object.entries(LONG))(
    "%s: is damage, which the end of the run passes over",
    async (_, [problem, make]) => {
      broken = true;
      const { runId } = await f.run(1, settings());
      broken = false;
      const journal = join(folder, "runs", runId, "events.jsonl");
      await writeFile(journal, "");
      await make(journal);
      const refused = { code: "DAMAGED_RUN", message: expect.stringContaining(`${journal}: ${problem}`) };
      await expect(runs().read(runId)).rejects.toMatchObject(refused);

      const errors: unknown[] = [];
      const onEvent = (event: FlowEvent) => void (event.type === "log" && errors.push(event.message));
      const again = await f.run(1, { ...settings(), onEvent });
      expect([resultOf(again), again.runId, errors]).toEqual([2, runId, []]);
      expect(await runs().list()).toMatchObject([{ runId, state: "Completed" }]);
      await afterWarnings();
      expect(warnings.join()).toContain(`${journal}: ${problem}`);
      expect(await readdir(join(folder, "runs", runId))).not.toContain("run.html");
    },
  );

  test("is not what a run writes: an event that is too long is a line of the log", async () => {
    const { runId } = await flow({ name: "long" }, async () => {
      throw new Error("x".repeat(17 << 20));
    }).run(undefined, settings());
    const { logs } = await runs().read(runId);
    expect(logs.map(({ message }) => message).join()).toMatch(
      /cannot be kept: .* has \d+ bytes, over 16777216/,
    );
  });
});

test("an event with the line ends of Unicode is read whole", async () => {
  const { runId } = await flow({ name: "lines" }, async () => {
    throw new Error("a\u2028b\u2029c\rd\ne");
  }).run(undefined, settings());
  const journal = join(folder, "runs", runId, "events.jsonl");
  const events: FlowEvent[] = [];
  for await (const event of readJournal(journal)) events.push(event);
  expect(events.length).toBe((await readFile(journal, "utf8")).trimEnd().split("\n").length);
  expect(JSON.stringify(events)).toContain("a\u2028b");
});
