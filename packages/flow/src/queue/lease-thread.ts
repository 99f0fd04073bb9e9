/** The thread that renews the locks of its worker's jobs. `keepLeases` starts it. */
import { parentPort, workerData } from "node:worker_threads";
import { connect, loadQueuePeers } from "./connection.js";
import { readLeaseBoard } from "./lease-board.js";
import type { LeaseThreadData } from "./leases.js";

const { queue, connection, leaseMs, board } = workerData as LeaseThreadData;

const reportError = (error: unknown) => parentPort?.postMessage({ error: String(error) });

async function renewAll(): Promise<void> {
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, reportError);
  // A worker that takes no jobs: it is used only to renew locks.
  const worker = new peers.Worker(queue, null, { connection: redis, autorun: false });
  worker.on("error", reportError);
  await worker.waitUntilReady();
  setInterval(() => {
    const held = readLeaseBoard(board);
    if (held.length === 0) return;
    // A lock that cannot be renewed belongs to another worker by now, or its job has ended: neither is an error.
    const [ids, tokens] = [held.map((job) => job.id), held.map((job) => job.token)];
    worker.extendJobLocks(ids, tokens, leaseMs).catch(reportError);
  }, leaseMs / 3);
  parentPort?.postMessage("ready");
}

renewAll().catch((error) => {
  throw error;
});
