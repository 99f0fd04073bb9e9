// One storm: starts everything, lets it be attacked, lets it come to rest, and looks at what is there.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../redis/server.mjs";
import { acknowledgements } from "./acknowledged.mjs";
import { checkFiles } from "./checks/files.mjs";
import { checkFlows } from "./checks/flows.mjs";
import { checkPredictions } from "./checks/predictions.mjs";
import { checkTracking } from "./checks/tracking.mjs";
import { client } from "./clients.mjs";
import { openDisk } from "./disk.mjs";
import { lyingServer } from "./lying-server.mjs";
import { writeModel } from "./model.mjs";
import { PROCESSES, planStorm } from "./plan.mjs";
import { attackedProcess, canContain, isAlive } from "./processes.mjs";
import { startRedis } from "./redis.mjs";
import { torment } from "./tormentor.mjs";

/** Seconds in which everything can finish after the last fault: the lease of a killed container lasts 20 s. */
const REST_S = canContain ? 45 : 20;
const GRACE_MS = 30_000;
const CLIENTS = 2;

/**
 * Runs a storm.
 *
 * @param options.onMinute  Called every minute with what was done so far.
 * @param options.signal    Ends it early; everything is cleaned up.
 * @returns `{ done, counts, found }`: what was done, what was acknowledged, and for each check what is wrong.
 */
export async function storm({ seed, seconds, onMinute = () => {}, signal, keep = false }) {
  const folder = mkdtempSync(join(tmpdir(), "imdb-storm-"));
  const closing = [];
  try {
    return await stormIn(folder, { seed, seconds, onMinute, signal }, (close) => closing.push(close));
  } finally {
    if (keep) cpSync(join(folder, "disk"), join(folder, "kept"), { recursive: true });
    for (const close of closing.reverse()) await close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

async function stormIn(folder, { seed, seconds, onMinute, signal }, onClose) {
  const place = join(folder, "disk");
  const disk = openDisk(place);
  onClose(() => disk.close());
  const redis = await startRedis(join(folder, "redis"));
  onClose(() => redis.close());
  const server = await lyingServer(seed);
  onClose(() => server.close());
  await writeModel(join(folder, "model"));

  const acks = acknowledgements();
  const [store, runs, schedules, mlruns] = ["results", "runs", "schedules", "mlruns"].map((name) =>
    join(place, name),
  );
  const ports = { "service-1": await freePort(), "service-2": await freePort() };
  const logOf = (name) => join(place, name, "predictions.jsonl");
  const lives = new Map();
  const inputs = {
    service: (name) => ({ model: join(folder, "model"), log: logOf(name), port: ports[name] }),
    worker: () => ({ redis: redis.url, store }),
    flow: (name) => ({ name, redis: redis.url, store, runs, schedules, next: acks.nextRound(name) }),
    journal: (name) => ({ folder: mlruns, server: server.url, life: `${name}-${lives.get(name)}` }),
  };
  const processes = PROCESSES.map(({ name, role, isContained = false }) =>
    attackedProcess({
      ...{ name, role, folder, disk, isContained: isContained && canContain },
      onLine: (line) => acks.take(name, line),
      input() {
        lives.set(name, (lives.get(name) ?? 0) + 1);
        return inputs[role](name);
      },
    }),
  );
  onClose(() => Promise.all(processes.map((one) => one.destroy())));
  for (const one of processes) one.start();

  const requests = { requests: 0, answered: 0 };
  const predictions = new Map(Object.keys(ports).map((name) => [logOf(name), new Map()]));
  const clients = Object.entries(ports).flatMap(([name, port]) =>
    Array.from({ length: CLIENTS }, (_, i) =>
      client({
        ...{ url: `http://127.0.0.1:${port}`, seed, name: `${name}-client-${i}`, counts: requests },
        acknowledged(one) {
          predictions.get(logOf(name)).set(one.id, one);
          acks.lastAt.set(name, performance.now());
        },
      }),
    ),
  );
  onClose(() => Promise.all(clients.map((one) => one.stop())));
  const soFar = () => ({
    ...requests,
    records: acks.records(),
    runs: acks.flows.length,
    deaths: acks.deaths.length,
  });
  const minutes = setInterval(() => onMinute(soFar()), 60_000);
  onClose(() => clearInterval(minutes));

  const plan = planStorm(seed, seconds);
  const { done, interruptions, fullDisks } = await torment({
    plan,
    seconds,
    processes,
    disk,
    redis,
    server,
    signal,
  });
  await sleep(1_000 * REST_S, undefined, { signal });
  const stuck = silentFor(acks.lastAt, 500 * REST_S);
  await Promise.all(clients.map((one) => one.stop()));

  // Flows before their workers.
  const ends = {};
  for (const role of ["journal", "flow", "worker", "service"]) {
    const ofRole = processes.filter((one) => one.role === role);
    const how = await Promise.all(ofRole.map((one) => one.end(GRACE_MS)));
    ofRole.forEach(({ name }, i) => {
      ends[name] = how[i];
    });
  }
  const sent = await sendTheRest({ folder, disk, mlruns, server, onClose });

  const checks = {
    predictions: await checkPredictions(predictions),
    tracking: checkTracking({ acknowledged: acks.runs, copies: sent.sent ?? {}, server, interruptions }),
    flows: await checkFlows({ ended: acks.flows, runs, schedules, store, fullDisks }),
    files: await checkFiles(place),
    processes: checkProcesses({ processes, ends, sent, server, stuck }),
  };
  const restarts = [...lives.values()].reduce((a, b) => a + b, 0) - lives.size;
  const result = {
    seed,
    seconds,
    disk: disk.kind,
    container: canContain,
    done: {
      ...done,
      restarts,
      ...requests,
      "tracking requests": server.counts.requests,
      lies: server.counts.lies,
    },
    counts: Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check.counts])),
    found: Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check.found])),
    refused: Object.fromEntries(acks.refused),
  };
  writeFileSync(join(folder, "result.json"), JSON.stringify({ ...result, flows: acks.flows }, undefined, 2));
  return result;
}

/** A new process sends what the others have left, without any fault. */
async function sendTheRest({ folder, disk, mlruns, server, onClose }) {
  let said = {};
  const last = attackedProcess({
    ...{ name: "journal-last", role: "journal", folder, disk },
    onLine: (line) => {
      if (line.sent) said = line;
    },
    input: () => ({ folder: mlruns, server: server.url, life: "last", last: true }),
  });
  mkdirSync(mlruns, { recursive: true });
  onClose(() => last.destroy());
  last.start();
  for (let waited = 0; waited < 120_000 && said.sent === undefined; waited += 100) await sleep(100);
  said.end = await last.end(10_000);
  return said;
}

/** What has acknowledged nothing for so long, though there are no faults any more. */
function silentFor(lastAt, ms) {
  const names = [...PROCESSES.filter(({ role }) => role !== "worker").map(({ name }) => name), "schedule"];
  return names.filter((name) => performance.now() - (lastAt.get(name) ?? 0) > ms);
}

function checkProcesses({ processes, ends, sent, server, stuck }) {
  const left = processes.flatMap((one) => one.pids).filter(isAlive);
  const found = {
    stuck,
    leftOver: left.map(String),
    endedBadly: [],
    notSent: [],
    unknownCalls: [...server.unknown],
  };
  for (const [name, how] of Object.entries(ends)) {
    // An open run ends as KILLED, and its process by the signal.
    if (how !== 0 && !(name.startsWith("journal") && how === "SIGTERM"))
      found.endedBadly.push(`${name}: ${how}`);
  }
  if (sent.sent === undefined) found.notSent.push("the last process of the journal sent nothing");
  for (const one of sent.refused ?? []) found.notSent.push(JSON.stringify(one));
  const started = processes.reduce((total, one) => total + one.pids.length, 0);
  return { counts: { started, sentAtLast: (sent.problems ?? []).length }, found };
}
