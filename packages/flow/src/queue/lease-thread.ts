/** The thread that renews the locks of its worker's jobs; started by `keepLeases`. */
import { parentPort, workerData } from "node:worker_threads";
import { connect, loadQueuePeers } from "./connection.js";
import type { LeaseMessage, LeaseThreadData } from "./leases.js";

const { queue, connection, leaseMs } = workerData as LeaseThreadData;
const held = new Map<string, string>();

parentPort?.on("message", (message: LeaseMessage) => {
  if ("hold" in message) held.set(message.hold, message.token);
  if ("drop" in message) held.delete(message.drop);
});

const say = (error: unknown) => parentPort?.postMessage({ error: String(error) });

async function renewAll(): Promise<void> {
  const peers = await loadQueuePeers();
  const redis = await connect(peers, connection, say);
  // A worker that takes no jobs: it only knows how locks are renewed.
  const worker = new peers.Worker(queue, null, { connection: redis, autorun: false });
  worker.on("error", say);
  await worker.waitUntilReady();
  setInterval(() => {
    if (held.size === 0) return;
    // Those it cannot renew have been given to another worker, or are done: neither is a trouble.
    worker.extendJobLocks([...held.keys()], [...held.values()], leaseMs).catch(say);
  }, leaseMs / 3);
  parentPort?.postMessage("ready");
}

renewAll().catch((error) => {
  throw error;
});
