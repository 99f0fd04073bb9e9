/** The thread that renews the locks of its worker's jobs; started by `keepLeases`. */
import { parentPort, workerData } from "node:worker_threads";
import { connect, loadQueuePeers } from "./connection.js";
import { readLeaseBoard } from "./lease-board.js";
import type { LeaseThreadData } from "./leases.js";

const { queue, connection, leaseMs, board } = workerData as LeaseThreadData;

const say = (error: unknown) => parentPort?.postMessage({ error: String(error) });

async function renewAll(): Promise<void> {
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, say);
  // A worker that takes no jobs: it only knows how locks are renewed.
  const worker = new peers.Worker(queue, null, { connection: redis, autorun: false });
  worker.on("error", say);
  await worker.waitUntilReady();
  setInterval(() => {
    const held = readLeaseBoard(board);
    if (held.length === 0) return;
    // Those it cannot renew have been given to another worker, or are done: neither is a trouble.
    const [ids, tokens] = [held.map((job) => job.id), held.map((job) => job.token)];
    worker.extendJobLocks(ids, tokens, leaseMs).catch(say);
  }, leaseMs / 3);
  parentPort?.postMessage("ready");
}

renewAll().catch((error) => {
  throw error;
});
