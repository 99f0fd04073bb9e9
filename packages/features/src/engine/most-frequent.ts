import { entryStart } from "./level.js";
import type { Block, Walk } from "./walk.js";

/**
 * Which nodes of a walk are among the `limit` features that occur most often; of equally frequent ones those
 * first in term order.
 */
export function mostFrequent(blocks: readonly Block[], all: Walk, limit: number): Set<number> {
  const places: number[] = [];
  const totals = new Float64Array(all.size);
  for (let place = 0; place < all.size; place++) {
    if (!all.isFeature[place]) continue;
    places.push(place);
    const level = blocks[all.block[place]!]![all.level[place]!]!;
    const node = all.node[place]!;
    for (let k = entryStart(level, node); k < level.entryEnd[node]!; k++) totals[place]! += level.counts[k]!;
  }
  places.sort((a, b) => totals[b]! - totals[a]! || a - b);
  return new Set(places.slice(0, limit));
}
