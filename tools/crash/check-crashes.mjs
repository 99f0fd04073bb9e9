// Records an operation in processes of its own, and starts what recovers from it in every state that a crash may leave.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rounds } from "../optional/tools.mjs";
import { builtScript } from "./build-script.mjs";
import { readDisk, writeDisk } from "./disk.mjs";
import { statesAfter } from "./states.mjs";

const RECORDER = new URL("./record.mjs", import.meta.url).href;
/** States of an operation that a usual run of the tests looks at; with IMDB_HEAVY=1 it looks at all. */
const USUAL_STATES = 10;

/** See check-crashes.d.mts. */
export async function checkCrashes({
  operation,
  script,
  survives,
  powerCuts = "checked",
  processes = 1,
  prepare,
  check,
}) {
  const folder = mkdtempSync(join(tmpdir(), "crash-states-"));
  try {
    const counts = { prefixes: 0, states: 0 };
    for (let seed = 1; seed <= (processes === 1 ? 1 : rounds(1, 2)); seed++) {
      const root = join(folder, String(seed), "root");
      mkdirSync(root, { recursive: true });
      await prepare?.(root, { operation, processes });
      const start = readDisk(root);
      const log = join(folder, `${seed}.log`);
      const env = {
        ...process.env,
        CRASH_ROOT: root,
        CRASH_LOG: log,
        ...(processes > 1 && { CRASH_SEED: seed }),
      };
      await Promise.all(
        Array.from({ length: processes }, (_, i) =>
          run(script, [operation, root, String(i)], {
            ...env,
            ...(processes > 1 && { CRASH_SEED: 10 * seed + i }),
          }),
        ),
      );
      const states = [...statesAfter(start, readRecord(log))].filter(
        ({ view }) => powerCuts === "checked" || view === "killed",
      );
      for (const state of chosen(states, survives))
        await checkState(root, state, survives, (folder, found) =>
          check(folder, { ...found, operation, processes }),
        );
      counts.prefixes += (states.at(-1)?.prefix ?? 0) + 1;
      counts.states += states.length;
    }
    note(operation, processes, survives, counts);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkState(root, { prefix, after, view, copy, acknowledged }, survives, check) {
  writeDisk(copy, root);
  if (view !== "killed") removeHalfLeases(root);
  const isKept = view === "killed" || survives === "power";
  try {
    await check(root, { acknowledged: isKept ? acknowledged : [], isPowerLost: view !== "killed" });
  } catch (cause) {
    const where = `after ${prefix} operations, the last one ${after}, ${view}, acknowledged ${JSON.stringify(acknowledged)}`;
    throw new Error(`${where}: ${cause.stack ?? cause}`, { cause });
  }
}

const LEASE = /(?:lease|\.lock-[0-9a-f]+|\.sync-[0-9a-f]+)-\d+\.json$/;

/**
 * Removes the leases whose content a power cut has taken. Each is waited for, 2 s, as leases.test.ts checks: with thousands
 * of states that would be hours.
 */
function removeHalfLeases(root) {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && LEASE.test(path) && !readFileSync(path, "utf8").endsWith("}")) rmSync(path);
  }
}

/**
 * All states; in a usual run so many of them, evenly spread, and after each acknowledgement the one in which most may be
 * lost. Those of a power cut are left out where it may lose everything.
 */
function chosen(all, survives) {
  if (rounds(0, 1)) return all;
  const states = all.filter(({ view }) => survives === "power" || view === "killed");
  const count = Math.min(states.length, USUAL_STATES);
  const step = (i) => Math.floor((i * count) / states.length);
  const isAfterLast = (i) => states[i].prefix !== states[i + 1]?.prefix;
  const isNew = (i) =>
    states[i].acknowledged.length >
    (states.findLast(({ prefix }) => prefix < states[i].prefix)?.acknowledged.length ?? 0);
  return states.filter((_, i) => step(i) !== step(i - 1) || (isAfterLast(i) && isNew(i)));
}

async function run(script, args, env) {
  const child = spawn(process.execPath, ["--import", RECORDER, await builtScript(script), ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let problem = "";
  child.stderr.on("data", (bytes) => {
    problem += bytes;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${problem}`);
}

function readRecord(log) {
  return readFileSync(log, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Adds a line for the table of `run.mjs`, if it has asked for one. */
function note(operation, processes, survives, counts) {
  const file = process.env["IMDB_CRASH_COUNTS"];
  if (file) appendFileSync(file, `${JSON.stringify({ operation, processes, survives, ...counts })}\n`);
}
