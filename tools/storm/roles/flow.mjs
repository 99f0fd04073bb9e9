// A process with a schedule that it shares with others, and with flows of its own. Both run over the queue.
import { setTimeout as sleep } from "node:timers/promises";
import { toWire } from "@imdb/core";
import { flow, folderResultStore, folderRunStore, interval, queueRunner, schedule, task } from "@imdb/flow";
import { endsWhenAsked, input, say } from "./role.mjs";
import { double, square } from "./tasks.mjs";

const { name, redis, store, runs, schedules, next } = input;
const problem = (where) => (error) => say({ problem: where, error: toWire(error).code ?? String(error) });
const runner = await queueRunner({ connection: redis, onError: (error) => console.error(error.message) });
const settings = { store: folderResultStore(store), runs: folderRunStore(runs), runner };

const add = task({ name: "add", runsIn: "flow" }, (values) => values.reduce((a, b) => a + b, 0));
const work = async ({ first, count }) => {
  const squares = await square.map(
    Array.from({ length: count }, (_, i) => ({ n: first + i, waitMs: 20 + 40 * (i % 4) })),
  );
  return { squares, sum: await add(squares.map((one) => one.square)), doubled: await double(first) };
};
const scheduled = flow({ name: "scheduled" }, work);
const own = flow({ name: `own-${name}` }, work);

/** What the storm compares after its end. */
function acknowledged(kind, run, about) {
  const { runId, state } = run;
  const result = state === "Completed" ? run.result : undefined;
  say({
    kind,
    runId,
    state,
    ...about,
    result,
    ...(run.error && { error: String(run.error.message ?? run.error) }),
  });
}

const plan = schedule(scheduled, {
  key: "storm",
  when: interval("2s"),
  input: ({ scheduledFor }) => ({ first: Math.round(scheduledFor.getTime() / 1000), count: 2 }),
  folder: schedules,
  settings,
  onRun: (run, { scheduledFor }) => acknowledged("scheduled", run, { due: scheduledFor.getTime() }),
  onError: problem("schedule"),
});
const startSchedule = () =>
  plan.start().catch(async (error) => {
    problem("start")(error);
    await sleep(500);
    return startSchedule();
  });
await startSchedule();

let isEnding = false;
async function runOwn() {
  // A run that a kill has ended is begun again with its input, so it is resumed.
  for (let round = next; !isEnding; round++) {
    const offset = -1_000_000 * (name.length + Number(name.at(-1)));
    const given = { first: offset - 10 * round, count: 6 };
    try {
      acknowledged("own", await own.run(given, settings), { round });
    } catch (error) {
      problem("own")(error);
      round--;
      await sleep(300);
    }
  }
}
say({ ready: name });
const running = runOwn();
endsWhenAsked(async () => {
  isEnding = true;
  await plan.stop();
  await running;
  await runner.close();
});
