// What happens in a storm, and when: decided before it begins, from its seed and its length alone.
import { between, pick, randomFrom } from "./random.mjs";

/** The processes that are attacked, each with the script of `roles/` that it runs. */
export const PROCESSES = [
  { name: "service-1", role: "service" },
  { name: "service-2", role: "service" },
  { name: "worker-1", role: "worker" },
  { name: "worker-2", role: "worker" },
  { name: "worker-3", role: "worker" },
  { name: "worker-4", role: "worker" },
  { name: "flow-1", role: "flow" },
  // In a container, where one can be made: then only the heartbeats of a lease tell one flow process of the other.
  { name: "flow-2", role: "flow", isContained: true },
  { name: "journal-1", role: "journal" },
];

/** Seconds between two faults of a kind, on average. In a short storm each kind happens at least once. */
const EVERY = { kill: 4, pause: 9, clock: 7, disk: 23, flush: 29, server: 6 };

/** Longer than the leases of queue workers (2 s), and longer than the longest lease of all (20 s). */
const PAUSES = [
  [0.3, 2],
  [4, 8],
  [22, 26],
];

const SECOND = 1_000;
const CLOCK_JUMPS = [90 * SECOND, 3_600 * SECOND, 86_400 * SECOND, 40 * 86_400 * SECOND];

/** What the tracking server does for some seconds; "mixed" is each of them at random, between honest answers. */
export const MOODS = ["honest", "mixed", "mixed", "html", "badGateway", "reset", "hang", "forget", "busy"];

/** The faults of a storm, in the order of their times (in seconds after its beginning). */
export function planStorm(seed, seconds) {
  const random = randomFrom(seed, "plan");
  const faults = Object.entries(EVERY).flatMap(([kind, every]) => {
    const count = Math.max(1, Math.round(seconds / every));
    return Array.from({ length: count }, () => {
      const at = between(random, 0.05, 0.97) * seconds;
      return { at, kind, ...detailsOf(kind, random, seconds) };
    });
  });
  return faults.sort((a, b) => a.at - b.at);
}

function detailsOf(kind, random, seconds) {
  const target = pick(random, PROCESSES).name;
  switch (kind) {
    case "kill":
      return { target, downFor: between(random, 0.1, 2) };
    case "pause":
      return { target, lasts: Math.min(between(random, ...pick(random, PAUSES)), seconds / 2) };
    case "clock":
      return { target, offsetMs: Math.round(pick(random, CLOCK_JUMPS) * pick(random, [1, -1, 0])) };
    case "disk":
      return { lasts: between(random, 0.5, 4) };
    case "server":
      return { mood: pick(random, MOODS) };
    default:
      return {};
  }
}
