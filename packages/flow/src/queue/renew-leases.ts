import { connect, loadQueuePeers, type QueueConnection } from "./connection.js";
import { readLeaseBoard } from "./lease-board.js";

/** What renewing needs; plain data, which can be sent to a thread. */
export interface LeaseData {
  readonly queue: string;
  readonly connection: QueueConnection;
  readonly leaseMs: number;
  /** The memory of the `LeaseBoard`, which lists the jobs of the worker. */
  readonly board: SharedArrayBuffer;
}

/** Renews the locks of a worker's jobs until the returned function is called. */
export async function renewLeases(
  { queue, connection, leaseMs, board }: LeaseData,
  onError: (error: unknown) => void,
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
    // A lock that cannot be renewed belongs to another worker by now, or its job has ended: neither is an error.
    const [ids, tokens] = [held.map((job) => job.id), held.map((job) => job.token)];
    worker.extendJobLocks(ids, tokens, leaseMs).catch(onError);
  }, leaseMs / 3);
  return async () => {
    clearInterval(timer);
    redis.disconnect();
  };
}
