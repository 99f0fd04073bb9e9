import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flow, folderResultStore, folderRunStore, manual, resultOf, schedule, task } from "../index.js";

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
