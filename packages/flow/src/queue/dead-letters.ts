import { z } from "zod";
import { openQueues, type QueuePlace } from "./connection.js";
import { errorOf, jobSchema, type QueuedJob } from "./protocol.js";

/** A task that failed for good. */
export interface DeadLetter
  extends Readonly<Pick<QueuedJob, "task" | "version" | "runId" | "taskRunId" | "attempt">> {
  readonly id: string;
  readonly error: Error;
  /** Milliseconds since 1970. */
  readonly failedAt: number;
}

/** The tasks of a queue that failed for good: out of retries, or given up because they killed their workers. */
export interface DeadLetters {
  /** The newest first. */
  list(limit?: number): Promise<DeadLetter[]>;
  /**
   * Puts a task back into its queue. Its result goes into the store, where its flow finds it when it is
   * resumed. Gives whether there was such a letter.
   */
  retry(id: string): Promise<boolean>;
  /** Gives whether there was such a letter. */
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

const letterSchema = z.object({ job: jobSchema, reason: z.string(), failedAt: z.number() });

/**
 * Opens the dead letters of a queue.
 *
 * @throws `MISSING_PEER`, `QUEUE_FAILURE`, `INVALID_OPTION`.
 */
export async function openDeadLetters(options: QueuePlace): Promise<DeadLetters> {
  const { redis, queue, dead } = await openQueues(options);
  return {
    async list(limit = 100) {
      const jobs = await dead.getWaiting(0, 99_999);
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
      const letter = letterSchema.safeParse((await dead.getJob(id))?.data);
      if (!letter.success) return false;
      const { job } = letter.data;
      await queue.add(job.task, job, { jobId: id, attempts: 1, removeOnComplete: true });
      return (await dead.remove(id)) === 1;
    },
    // The queue says of an unknown job, too, that it is gone.
    remove: async (id) => (await dead.getJob(id)) !== undefined && (await dead.remove(id)) === 1,
    async close() {
      await Promise.all([queue.close(), dead.close()]);
      await redis.quit();
    },
  };
}
