import { foldFeatures } from "./fold-features.js";
import { scoreShard } from "./score-shard.js";
import { fitPoint } from "./search-flow.js";

/** All tasks that a flow may send to a worker with this shared folder. */
export function workerTasks(shared: string) {
  return [foldFeatures(shared), fitPoint(shared), scoreShard(shared)];
}
