// Draws docs/img/features-scale.svg: processor time per document while a million documents stream through the
// hashing vectorizer, and resident memory. The documents are the archive's 50,000 reviews, over and over.
// IMDB_DATA=… npx tsx packages/features/bench/scale.mjs [DOCUMENTS]
import { writeFileSync } from "node:fs";
import { hashingVectorizer } from "@imdb/features";
import { reviewTexts } from "../../../tools/bench/reviews.mjs";

const TOTAL = Number(process.argv[2] ?? 1_000_000);
const BATCH = 1000;
const texts = [...reviewTexts("train"), ...reviewTexts("test")];
const vectorizer = hashingVectorizer();
vectorizer.transform(texts.slice(0, 5000));

const points = [];
let before = process.cpuUsage();
let since = 0;
for (let done = 0; done < TOTAL; ) {
  vectorizer.transform(texts.slice(done % texts.length, (done % texts.length) + BATCH));
  done += BATCH;
  if (done - since < Math.max(10_000, done / 4) && done < TOTAL) continue;
  const { user, system } = process.cpuUsage(before);
  points.push({
    documents: done,
    micros: (user + system) / (done - since),
    megabytes: process.memoryUsage.rss() / 2 ** 20,
  });
  before = process.cpuUsage();
  since = done;
}
console.log(
  points.map((p) => `${p.documents}\t${p.micros.toFixed(1)} µs\t${p.megabytes.toFixed(0)} MB`).join("\n"),
);
writeFileSync(new URL("../../../docs/img/features-scale.svg", import.meta.url), picture(points));

function picture(data) {
  const left = 60;
  const right = 580;
  const x = (n) => left + ((Math.log10(n) - 4) / (Math.log10(TOTAL) - 4)) * (right - left);
  const panel = (top, height, key, unit, title) => {
    const highest = Math.max(...data.map((p) => p[key])) * 1.25;
    const y = (value) => top + height - (value / highest) * height;
    const step =
      10 ** Math.floor(Math.log10(highest)) / (highest / 10 ** Math.floor(Math.log10(highest)) < 3 ? 2 : 0.5);
    const ticks = Array.from({ length: Math.floor(highest / step) + 1 }, (_, k) => k * step);
    return [
      `<text class="title" x="${left}" y="${top - 10}">${title}</text>`,
      ...ticks.map(
        (t) =>
          `<path class="grid" d="M${left} ${y(t).toFixed(1)}H${right}"/><text x="${left - 8}" y="${(y(t) + 4).toFixed(1)}" text-anchor="end">${t} ${unit}</text>`,
      ),
      `<polyline points="${data.map((p) => `${x(p.documents).toFixed(1)},${y(p[key]).toFixed(1)}`).join(" ")}"/>`,
      ...data.map((p) => `<circle cx="${x(p.documents).toFixed(1)}" cy="${y(p[key]).toFixed(1)}" r="3"/>`),
    ].join("\n");
  };
  const marks = [1e4, 1e5, 1e6].filter((n) => n <= TOTAL);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 400" width="620" height="400" role="img" aria-label="Time per document and memory stay flat from ten thousand to a million documents">
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; fill: #24292f }
.grid { stroke: #d0d7de; stroke-width: 1 }
polyline { fill: none; stroke: #0969da; stroke-width: 2 }
circle { fill: #0969da }
@media (prefers-color-scheme: dark) { text { fill: #9198a1 } .title { fill: #f0f6fc } .grid { stroke: #3d444d } polyline { stroke: #4493f8 } circle { fill: #4493f8 } }
</style>
${panel(40, 130, "micros", "µs", "Processor time per document")}
${panel(220, 130, "megabytes", "MB", "Resident memory")}
${marks.map((n) => `<text x="${x(n)}" y="372" text-anchor="middle">${n.toLocaleString("en")}</text>`).join("\n")}
<text x="${(left + right) / 2}" y="392" text-anchor="middle">documents</text>
</svg>
`;
}
