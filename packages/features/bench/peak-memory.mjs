// Prints the peak resident memory, in MB, of a process that fits 1–2-grams of the train reviews.
// node peak-memory.mjs TEXTS.json
import { readFileSync } from "node:fs";
import { withRole } from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";

let texts = JSON.parse(readFileSync(process.argv[2], "utf8"));
const train = withRole("train", texts);
texts = undefined;
await tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true }).fitTransform(train);
console.log(process.resourceUsage().maxRSS / 1024);
