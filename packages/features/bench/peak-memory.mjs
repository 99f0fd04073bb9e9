// Prints the peak resident memory, in MB, of a process that fits 1–2-grams of the train reviews.
// node peak-memory.mjs TEXTS.json
import { existsSync, readFileSync } from "node:fs";
import { withRole } from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";

let texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
const train = withRole("train", texts);
texts = undefined;
await tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true }).fitTransform(train);
console.log(ownPeak());

/** `resourceUsage().maxRSS` of a process that was just started holds its parent's peak, too, on Linux. */
function ownPeak() {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) / 1024;
}
