import { Cancelled, InvalidOption } from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import type { Job, QueueEvents } from "bullmq";
import { factsOf, type Runner, type TaskJob, type TaskOutcome } from "../definition/runner.js";
import { isMendable } from "../engine/failure-state.js";
import { passNote } from "../runners/note.js";
import type { ResultStore } from "../store/result-store.js";
import { hashValue } from "../value/hash-value.js";
import { connect, openQueues, type QueuePlace, type RedisClient } from "./connection.js";
import { cancelChannel, errorOf, packInput, type QueuedJob, resultReader } from "./protocol.js";

/** How a queue runner is made. */
export interface QueueRunnerOptions extends QueuePlace {
  /**
   * Jobs in the queue at once, the backpressure of a flow: more wait in the flow's process, drawn lazily by
   * `map`. Default 256.
   */
  readonly concurrency?: number;
}

/** One job that the flow waits for. */
interface Waiting {
  readonly job: TaskJob;
  readonly key: string;
  readonly store: ResultStore;
  readonly data: QueuedJob;
  /** `performance.now()` of when it was queued or last looked up. */
  lookedUpAt: number;
  /** `answer` is what the worker answered, where its answer was heard. */
  settle(end: { readonly answer: unknown } | { readonly error: Error }): void;
}

/** How long a job is waited for before it is looked up, for events that a restart of the server has swallowed. */
const RECONCILE_MS = 5_000;

/** Unclaimed failures are forgotten after a week. */
const FAILED_SECONDS = 7 * 86_400;

/**
 * Runs tasks on workers, on any machine, through BullMQ on Redis or Valkey. Needs the packages `bullmq` and
 * `ioredis`, and a run with a `store` that the workers share.
 *
 * At least once, with the effect of once: a job's id is its result's key and attempt, so that a flow that was
 * killed and resumed finds the jobs it had queued; the job of a worker that died goes to another; a result
 * that is already stored is not computed again; and jobs that a restarted server has lost are queued anew.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE` when no server answers, `INVALID_OPTION`.
 */
export async function queueRunner(options: QueueRunnerOptions): Promise<Runner> {
  const concurrency = checkOption("concurrency", options.concurrency ?? 256, integer(1));
  const { name, peers, redis, queue, dead, onError } = await openQueues(options);
  const listening = await connect(peers, options.connection, onError);
  const events: QueueEvents = new peers.QueueEvents(name, { connection: listening });
  events.on("error", onError);
  await events.waitUntilReady();

  const waiting = new Map<string, Waiting[]>();
  const readResult = resultReader();
  const of = (id: string) => waiting.get(id) ?? [];
  const settle = (id: string, end: Parameters<Waiting["settle"]>[0]) => {
    for (const one of of(id)) one.settle(end);
  };

  events.on("completed", ({ jobId, returnvalue }) => settle(jobId, { answer: returnvalue }));
  events.on("failed", ({ jobId, failedReason }) => failed(jobId, failedReason));
  // The id is known already: from a flow that was killed, or one that runs beside this.
  events.on("duplicated", ({ jobId }) => void lookUp(jobId).catch(onError));
  events.on("progress", ({ jobId, data }) => {
    for (const { job } of of(jobId)) passNote(job, data);
  });
  const timer = setInterval(() => void reconcile(RECONCILE_MS).catch(onError), RECONCILE_MS / 2);
  timer.unref();
  // The server is back: what was told meanwhile has not been heard.
  listening.on("ready", () => void reconcile(0).catch(onError));

  function failed(id: string, reason: string): void {
    const first = of(id)[0];
    if (first === undefined) return;
    const error = errorOf(reason, first.job.task.name);
    settle(id, { error });
    // Taken note of: were it left, a resumed run would meet this failure again instead of running.
    void bury(first, id, reason).catch(onError);
  }

  async function bury(one: Waiting, id: string, reason: string): Promise<void> {
    if (one.job.last || !isMendable(errorOf(reason, one.job.task.name))) {
      await dead.add(one.data.task, { job: one.data, reason, failedAt: Date.now() }, { jobId: id });
    }
    await queue.remove(id);
  }

  async function lookUp(id: string): Promise<void> {
    const [one] = of(id);
    if (one === undefined) return;
    const state = await queue.getJobState(id);
    if (state === "failed") {
      const job: Job | undefined = await queue.getJob(id);
      if (job) failed(id, job.failedReason);
    } else if (state === "completed" || state === "unknown") {
      // Completed jobs are removed at once; what is in the store has been done.
      if (await one.store.has(one.key)) settle(id, { answer: null });
      else if (of(id).length > 0) await add(id, one.data);
    }
  }

  async function reconcile(waitedMs: number): Promise<void> {
    const now = performance.now();
    const due = [...waiting].filter(([, [first]]) => now - (first?.lookedUpAt ?? now) >= waitedMs);
    for (const [, entries] of due) for (const entry of entries) entry.lookedUpAt = now;
    await Promise.all(due.map(([id]) => lookUp(id)));
  }

  async function add(id: string, data: QueuedJob): Promise<void> {
    const keep = { removeOnComplete: true, removeOnFail: { age: FAILED_SECONDS } };
    await queue.add(data.task, data, { jobId: id, attempts: 1, ...keep });
  }

  async function execute<In, Out>(job: TaskJob<In, Out>): Promise<TaskOutcome<Out>> {
    const { task, store, signal } = job;
    if (store === undefined) {
      const expected = "a result store that the flow and its workers share, as the queue runner needs";
      throw InvalidOption.create({ option: "store", value: store, expected });
    }
    const { runId, taskRunId, attempt } = job;
    // A task that keeps no result still hands it over; its key is its own, and is deleted after.
    const key = job.key ?? hashValue({ handedOverBy: runId, taskRunId, attempt });
    const id = `${key}.${attempt}`;
    const input = await packInput(job.input, store, task.codecs);
    const { name, version } = task;
    const data: QueuedJob = { protocol: 1, task: name, version, input, key, ...factsOf(job) };

    let answer: unknown;
    for (;;) {
      try {
        answer = await completion(id, { job: job as TaskJob, key, store, data });
        break;
      } catch (error) {
        // Another flow that waited for the same job was cancelled, and with it the job; this one was not.
        if (!Cancelled.is(error) || signal.aborted) throw error;
      }
    }
    const value = await readResult(answer, store, key, task);
    if (job.key === undefined) await store.delete(key);
    return { value, stored: job.key !== undefined };
  }

  function completion(id: string, one: Omit<Waiting, "settle" | "lookedUpAt">): Promise<unknown> {
    const { signal, grace, task } = one.job;
    return new Promise<unknown>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const cancelled = () =>
        Cancelled.create({ what: `The task ${JSON.stringify(task.name)}` }, { cause: signal.reason });
      const onAbort = () => {
        timer = setTimeout(() => entry.settle({ error: cancelled() }), 1000 * grace);
        void cancel(id).then((waitedInLine) => {
          if (waitedInLine) entry.settle({ error: cancelled() });
        }, onError);
      };
      const entry: Waiting = {
        ...one,
        lookedUpAt: performance.now(),
        settle(end) {
          const others = of(id).filter((other) => other !== entry);
          if (others.length > 0) waiting.set(id, others);
          else waiting.delete(id);
          clearTimeout(timer);
          signal.removeEventListener("abort", onAbort);
          if ("error" in end) reject(end.error);
          else resolve(end.answer);
        },
      };
      waiting.set(id, [...of(id), entry]);
      if (signal.aborted) return entry.settle({ error: cancelled() });
      signal.addEventListener("abort", onAbort, { once: true });
      add(id, one.data).catch((error) => entry.settle({ error }));
    });
  }

  /** Takes a job out of the line, or asks the worker that has it to stop. */
  async function cancel(id: string): Promise<boolean> {
    await redis.publish(cancelChannel(name), id);
    return (await queue.remove(id).catch(() => 0)) === 1;
  }

  return {
    name: "queue",
    concurrency,
    execute,
    async close() {
      clearInterval(timer);
      await Promise.all([queue.close(), dead.close(), events.close()]);
      await Promise.all([quit(redis), quit(listening)]);
    },
  };
}

async function quit(redis: RedisClient): Promise<void> {
  if (redis.status === "ready") await redis.quit();
  else redis.disconnect();
}
