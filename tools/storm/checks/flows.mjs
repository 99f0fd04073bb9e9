// Each run has an end, and each acknowledged result of a task is the one that is stored.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { flow, folderResultStore, folderRunStore } from "@imdb/flow";
import { square } from "../roles/tasks.mjs";

const ENDS = ["Completed", "Failed", "Cancelled", "Crashed"];
const STEPS_AT_ONCE = 500;
/** A due time that a killed process had begun is run again when its lease has expired. */
const OPEN_MS = 40_000;
/** One further ahead was begun by a clock that was set ahead: it is named as damage, and runs when its time comes. */
const AHEAD_MS = 86_400_000;

/**
 * @param ended          What the flow processes have acknowledged: ended runs, with the time.
 * @param fullDisks      Times from and to which the disk was full: an end could not be written then.
 */
export async function checkFlows({ ended, runs, schedules, store, fullDisks }) {
  const states = {};
  const found = { lost: [], doubled: [], changed: [], withoutEnd: [] };
  const byId = new Map();
  for (const { runId, state } of await folderRunStore(runs).list()) {
    states[state] = (states[state] ?? 0) + 1;
    byId.set(runId, state);
    if (!ENDS.includes(state)) found.withoutEnd.push(`run ${runId} is ${state}`);
  }
  const unwritten = [];
  const completed = ended.filter(({ state }) => state === "Completed");
  for (const { runId, at } of completed) {
    const there = byId.get(runId);
    if (there === "Completed") continue;
    const isExcused = fullDisks.some(({ from, to }) => from - 1_500 <= at && at <= to + 1_500);
    if (isExcused && there === "Crashed") unwritten.push(runId);
    else found.lost.push(`the end of run ${runId}: Completed, and ${there} in the store`);
  }
  for (const { runId, result } of completed) {
    const sum = result.squares.reduce((total, one) => total + one.square, 0);
    const isRight = result.squares.every(({ n, square: value }) => value === n * n);
    if (!isRight || result.sum !== sum || result.doubled !== 2 * result.squares[0].n)
      found.changed.push(`the result of run ${runId}`);
  }
  const tasks = await checkTasks(completed, store, found);
  for (const due of openDueTimes(schedules))
    found.withoutEnd.push(`the due time ${due} has begun and not ended`);
  return {
    counts: {
      states,
      acknowledged: ended.length,
      tasks,
      endsOnFullDisk: unwritten.length,
      endedAgain: completed.length - new Set(completed.map(({ runId }) => runId)).size,
      ...repeated(completed),
    },
    found,
  };
}

/** Compares each acknowledged result of a task with the others of its input, and with the stored one. */
async function checkTasks(completed, store, found) {
  const results = new Map();
  for (const { result } of completed) {
    result.squares.forEach((one, i) => {
      const key = JSON.stringify({ n: one.n, waitMs: 20 + 40 * (i % 4) });
      const known = results.get(key);
      if (known !== undefined && known.nonce !== one.nonce) found.doubled.push(`task ${key}: two results`);
      results.set(key, one);
    });
  }
  const read = flow({ name: "read" }, (inputs) => square.map(inputs));
  const keys = [...results.keys()];
  for (let start = 0; start < keys.length; start += STEPS_AT_ONCE) {
    const part = keys.slice(start, start + STEPS_AT_ONCE);
    const run = await read.run(
      part.map((key) => JSON.parse(key)),
      { store: folderResultStore(store) },
    );
    run.steps.forEach(({ state }, i) => {
      if (state !== "Cached") found.lost.push(`the result of task ${part[i]}`);
      else if (run.result[i].nonce !== results.get(part[i]).nonce)
        found.doubled.push(`task ${part[i]} has another result`);
    });
  }
  return results.size;
}

/** A due time runs again when a clock is set back to before it. */
function repeated(completed) {
  const due = completed.filter(({ kind }) => kind === "scheduled").map((run) => run.due);
  return { scheduled: due.length, dueAgain: due.length - new Set(due).size };
}

function openDueTimes(schedules) {
  const folder = join(schedules, "storm");
  return readdirSync(folder)
    .filter((name) => name.startsWith("begun-") && name.endsWith(".json"))
    .filter((name) => Number(/\d+/.exec(name)[0]) <= Date.now() + AHEAD_MS)
    .filter((name) => Date.now() - statSync(join(folder, name)).mtimeMs > OPEN_MS);
}
