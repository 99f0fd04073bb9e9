import { checkOption, integer, optionsOf } from "@imdb/core/options";
import * as z from "zod";
import { openQueues, placeRules, type QueuePlace } from "./connection.js";
import { errorOf, jobSchema, type QueuedJob } from "./protocol.js";

/** A task that failed and is not tried again. */
export interface DeadLetter
  extends Readonly<Pick<QueuedJob, "task" | "version" | "runId" | "taskRunId" | "attempt">> {
  readonly id: string;
  readonly error: Error;
  /** Milliseconds since 1970. */
  readonly failedAt: number;
}

/** The tasks of a queue that are not tried again: their retries are used up, or they killed their workers. */
export interface DeadLetters {
  /** The newest dead letters, the newest first. @param limit  Their greatest number. Default 100. */
  list(limit?: number): Promise<DeadLetter[]>;
  /**
   * Puts a task back into its queue. When it succeeds, its result is stored, and its flow finds it when it is resumed.
   * Returns whether there was such a dead letter.
   */
  retry(id: string): Promise<boolean>;
  /** Returns whether there was such a dead letter. */
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

const deadLetterOptions = optionsOf<QueuePlace>(placeRules);
const letterSchema = z.object({ job: jobSchema, reason: z.string(), failedAt: z.number() });

/**
 * Opens the dead letters of a queue.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE`, `INVALID_OPTION`.
 */
export async function openDeadLetters(options: QueuePlace): Promise<DeadLetters> {
  const { redis, queue, deadLetters } = await openQueues(
    deadLetterOptions.resolve(options, "openDeadLetters"),
  );
  return {
    async list(limit = 100) {
      checkOption("limit", limit, integer(0), "the list of dead letters");
      const jobs = await deadLetters.getWaiting(0, 99_999);
      const letters: DeadLetter[] = [];
      for (const { id, data } of jobs) {
        const letter = letterSchema.safeParse(data);
        if (!letter.success || id === undefined) continue;
        const { job, reason, failedAt } = letter.data;
        const { task, version, runId, taskRunId, attempt } = job;
        const error = errorOf(reason, task);
        letters.push({ id, task, version, runId, taskRunId, attempt, failedAt, error });
      }
      return letters.sort((a, b) => b.failedAt - a.failedAt).slice(0, limit);
    },
    async retry(id) {
      const letter = letterSchema.safeParse((await deadLetters.getJob(id))?.data);
      if (!letter.success) return false;
      const { job } = letter.data;
      await queue.add(job.task, job, { jobId: id, attempts: 1, removeOnComplete: true });
      return (await deadLetters.remove(id)) === 1;
    },
    // BullMQ reports an unknown job as removed, too.
    remove: async (id) =>
      (await deadLetters.getJob(id)) !== undefined && (await deadLetters.remove(id)) === 1,
    async close() {
      await Promise.all([queue.close(), deadLetters.close()]);
      await redis.quit();
    },
  };
}
