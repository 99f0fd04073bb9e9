import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkTracking } from "./checks/tracking.mjs";
import { LIES, lyingServer } from "./lying-server.mjs";
import { PROCESSES, planStorm } from "./plan.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

test("the same seed plans the same storm, and a short one has each kind of fault", () => {
  assert.deepEqual(planStorm(7, 1_800), planStorm(7, 1_800));
  assert.notDeepEqual(planStorm(8, 1_800), planStorm(7, 1_800));
  const kinds = (seconds) => new Set(planStorm(1, seconds).map(({ kind }) => kind));
  assert.deepEqual([...kinds(5)].sort(), ["clock", "disk", "flush", "kill", "pause", "server"]);
  const long = planStorm(1, 1_800);
  assert.ok(long.every(({ at }, i) => i === 0 || at >= long[i - 1].at));
  for (const kind of ["kill", "pause", "clock"]) {
    const targets = new Set(long.filter((one) => one.kind === kind).map(({ target }) => target));
    assert.equal(targets.size, PROCESSES.length, `${kind} of every process`);
  }
});

/** What a process prints that is started with the faults of a storm. */
async function outputOf(script, faults) {
  const folder = mkdtempSync(join(tmpdir(), "storm-test-"));
  const control = join(folder, "control.json");
  writeFileSync(control, JSON.stringify(faults));
  const env = { ...process.env, IMDB_STORM_CONTROL: control, IMDB_STORM_DISK: "injected" };
  const args = ["--import", here("faults.mjs"), "--input-type=module", "-e", script, join(folder, "file")];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  await once(child, "close");
  rmSync(folder, { recursive: true });
  return output.trim();
}

test("the clock of a process is set, also in its threads; times that are given stay", async () => {
  const script = `
    import { Worker } from "node:worker_threads";
    const show = "[new Date().getTime(), Date.now(), new Date(5).getTime(), new Date() instanceof Date]";
    console.log(JSON.stringify(eval(show)));
    new Worker("import('node:worker_threads').then((w) => w.parentPort.postMessage(" + show + "))", { eval: true })
      .on("message", (seen) => console.log(JSON.stringify(seen)));`;
  const day = 86_400_000;
  for (const offsetMs of [day, -40 * day]) {
    const expected = Date.now() + offsetMs;
    const lines = (await outputOf(script, { offsetMs, isDiskFull: false }))
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(lines.length, 2);
    for (const [made, now, given, isDate] of lines) {
      assert.ok(Math.abs(made - expected) < 60_000 && Math.abs(now - expected) < 60_000);
      assert.deepEqual([given, isDate], [5, true]);
    }
  }
});

test("a full disk takes a part of what is written, by each way of writing", async () => {
  const script = `
    import { openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
    import { open, writeFile } from "node:fs/promises";
    const path = process.argv[1];
    const seen = [];
    const tries = async (write) => {
      const code = await (async () => write())().then(() => "written", (error) => error.code);
      seen.push(code + " " + readFileSync(path, "utf8"));
    };
    await tries(() => writeFileSync(path, "abcdef"));
    await tries(() => writeFile(path, "ghijkl"));
    await tries(async () => (await open(path, "a")).appendFile("mnop"));
    await tries(() => writeSync(openSync(path, "a"), Buffer.from("qr")));
    console.log(seen.join(", "));`;
  const full = "ENOSPC abc, ENOSPC ghi, ENOSPC ghimn, ENOSPC ghimnq";
  const free = "written abcdef, written ghijkl, written ghijklmnop, written ghijklmnopqr";
  assert.equal(await outputOf(script, { offsetMs: 0, isDiskFull: true }), full);
  assert.equal(await outputOf(script, { offsetMs: 0, isDiskFull: false }), free);
});

test("the server does what it then does not answer, and answers what it has not done", async () => {
  const server = await lyingServer(1);
  const create = async (name) => {
    const response = await fetch(`${server.url}/api/2.0/mlflow/experiments/create`, {
      method: "POST",
      body: JSON.stringify({ name }),
      signal: AbortSignal.timeout(500),
    });
    return `${response.status} ${response.headers.get("content-type")} ${await response.text()}`;
  };
  const isThere = async (name) => {
    server.setMood("honest");
    const url = `${server.url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=${name}`;
    return (await fetch(url)).status === 200;
  };
  const outcomes = {};
  for (const mood of LIES.filter((lie) => lie !== "slow")) {
    server.setMood(mood);
    const answer = await create(mood).then(
      (text) => text.slice(0, 3),
      () => "none",
    );
    outcomes[mood] = `${answer} ${await isThere(mood)}`;
  }
  await server.close();
  assert.deepEqual(outcomes, {
    html: "200 false",
    badGateway: "502 false",
    reset: "none false",
    hang: "none false",
    forget: "none true",
    forgetAndHang: "none true",
    half: "none true",
    busy: "429 false",
    twice: "200 true",
  });
});

test("what is lost, doubled or changed on the server is found", () => {
  const arrival = (at, answered) => ({ at, answered });
  const point = (key, step, arrivals) => [`${key} ${step}`, { key, step, value: 1, arrivals }];
  const runOn = (id, source, metrics) => ({
    info: { run_id: id, status: "RUNNING" },
    tags: { "imdb.sync.source": source, t: "other" },
    params: {},
    metrics: new Map(metrics),
    artifacts: new Map([["a.txt", { bytes: Buffer.from("other") }]]),
  });
  const answeredTwice = point("again", 1, [arrival(1, true), arrival(2, true)]);
  const forgotten = point("forgotten", 1, [arrival(1, false), arrival(2, true)]);
  const runs = new Map([
    ["1", runOn("1", "r", [point("m", 1, [arrival(1, true)]), answeredTwice, forgotten])],
    ["2", runOn("2", "r", [])],
  ]);
  const own = {
    metrics: [
      ["m", 1, 1],
      ["m", 2, 1],
    ],
    params: [["p", "v"]],
    tags: [["t", "v"]],
    artifacts: [
      ["a.txt", "text"],
      ["b.txt", "text"],
    ],
    ended: "FINISHED",
  };
  const acknowledged = new Map([
    ["r", own],
    ["s", own],
  ]);
  const check = (interruptions) =>
    checkTracking({ acknowledged, copies: { r: "1" }, server: { runs }, interruptions });
  const { counts, found } = check([]);
  assert.deepEqual(found.lost, [
    "metric m 2 of run r",
    "param p of run r",
    "tag t of run r",
    "artifact b.txt of run r",
    "the end of run r",
    "run s",
  ]);
  assert.deepEqual(found.changed, ["artifact a.txt of run r"]);
  assert.deepEqual(found.doubled, ["run r: 1 2", "metric again 1 of the copy 1"]);
  assert.equal(counts.arrivedAgain, 2);
  assert.deepEqual(check([{ from: 0, to: 1.5 }]).found.doubled, ["run r: 1 2"]);
});

test("without a length, and without IMDB_HEAVY, it says how to be run", async () => {
  const { IMDB_HEAVY: _, ...env } = process.env;
  const child = spawn(process.execPath, [here("main.mjs")], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 2);
  assert.match(said, /--seconds/);
  assert.ok(readFileSync(here("README.md"), "utf8").includes("IMDB_HEAVY=1"));
});
