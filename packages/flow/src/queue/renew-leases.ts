import { connect, loadQueuePeers, type QueueConnection } from "./connection.js";
import { askForRenewal, type HeldJob, readLeaseBoard } from "./lease-board.js";

/** What renewing needs; plain data, which can be sent to a thread. */
export interface LeaseData {
  readonly queue: string;
  readonly connection: QueueConnection;
  readonly leaseMs: number;
  /** The memory of the `LeaseBoard`, which lists the jobs of the worker. */
  readonly board: SharedArrayBuffer;
}

/** What the renewing of locks reports. */
export interface LeaseReports {
  readonly onError: (error: Error) => void;
  /** The lock of a job cannot be renewed: another worker has it, or the job has ended. */
  readonly onLost: (job: HeldJob) => void;
}

/** Renews the locks of a worker's jobs until the returned function is called. */
export async function renewLeases(
  { queue, connection, leaseMs, board }: LeaseData,
  { onError, onLost }: LeaseReports,
): Promise<() => Promise<void>> {
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, onError);
  // A worker that takes no jobs: it is used only to renew locks.
  const worker = new peers.Worker(queue, null, { connection: redis, autorun: false });
  worker.on("error", onError);
  await worker.waitUntilReady();
  const timer = setInterval(() => {
    const held = readLeaseBoard(board);
    if (held.length === 0) return;
    const [ids, tokens] = [held.map((job) => job.id), held.map((job) => job.token)];
    const answered = askForRenewal(board);
    worker.extendJobLocks(ids, tokens, leaseMs).then(
      (failed) => {
        answered(held.filter((job) => !failed.includes(job.id)));
        for (const { id, token } of held) if (failed.includes(id)) onLost({ id, token });
      },
      (error) => {
        answered([]);
        onError(error);
      },
    );
  }, leaseMs / 3);
  return async () => {
    clearInterval(timer);
    redis.disconnect();
  };
}
