// Logs to runs through a synced store, and acknowledges each record when its call has resolved. With `last` it logs
// nothing, and sends what the others have left.
import { setTimeout as sleep } from "node:timers/promises";
import { createTracker, restStore, syncedStore } from "@imdb/tracking";
import { endsWhenAsked, input, say } from "./role.mjs";

const { folder, server, life, last } = input;
const PER_RUN = 60;
const store = syncedStore(folder, restStore(server, { timeoutMs: 2_000, retries: 1, backoffMs: 50 }));

if (last) await sendTheRest();
else await log();

async function log() {
  let isEnding = false;
  endsWhenAsked(async () => {
    isEnding = true;
    await store.close().catch((error) => console.error(error.message));
  });
  say({ ready: "journal" });
  for (let run = 0; !isEnding; run++) await tried(() => logRun(run));
}

async function logRun(number) {
  const experiment = await createTracker({ store }).setExperiment("storm");
  const run = await experiment.startRun({ runName: `${life}-${number}` });
  const { runId } = run;
  say({ run: runId });
  for (let i = 0; i < PER_RUN; i++) {
    const value = 1_000 * number + i + 0.5;
    await tried(async () => {
      await run.logMetrics({ loss: value, [`part/${i % 3}`]: -value }, { step: i });
      say({
        runId,
        metrics: [
          ["loss", i, value],
          [`part/${i % 3}`, i, -value],
        ],
      });
    });
    if (i % 5 === 0)
      await tried(async () => {
        await run.logParam(`p${i}`, `value ${value}`);
        say({ runId, param: [`p${i}`, `value ${value}`] });
      });
    if (i % 7 === 0)
      await tried(async () => {
        await run.setTag(`t${i}`, `tag ${value}`);
        say({ runId, tag: [`t${i}`, `tag ${value}`] });
      });
    if (i % 12 === 0)
      await tried(async () => {
        const text = `${life} ${number} ${i} `.repeat(1 + (i % 9) * 300);
        await run.logText(text, `texts/${i}.txt`);
        say({ runId, artifact: [`texts/${i}.txt`, text] });
      });
    await sleep(15);
  }
  await tried(async () => {
    await run.end();
    say({ runId, ended: "FINISHED" });
  });
}

/** A call that fails has acknowledged nothing. */
async function tried(work) {
  try {
    await work();
  } catch (error) {
    say({ refused: error.code ?? String(error) });
    await sleep(100);
  }
}

async function sendTheRest() {
  endsWhenAsked(async () => {});
  const problems = [];
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await (attempt === 0 ? store.flush() : store.resendRefused());
      break;
    } catch (error) {
      problems.push(error.message);
      await sleep(500);
    }
  }
  const refused = await store.refused();
  const { items } = await allRuns();
  const copies = {};
  for (const { info } of items) copies[info.runId] = await store.serverId(info.runId);
  say({ sent: copies, refused, problems });
  await store.close();
  process.exit(0);
}

async function allRuns() {
  const experiments = await store.listExperiments("ALL");
  const items = [];
  let pageToken;
  do {
    const experimentIds = experiments.map((one) => one.experimentId);
    const page = await store.searchRuns({ experimentIds, view: "ALL", maxResults: 1_000, pageToken });
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return { items };
}
