// Writes recent.csv: 240 labelled reviews of telephones, which the model in service was not trained on.
import { writeFileSync } from "node:fs";
import { seededRandom } from "@imdb/core";

const PRAISE = [
  "the battery lasts two days",
  "the screen is bright and crisp",
  "charges in half an hour",
  "fits my hand perfectly",
  "the camera is great at night",
  "calls are crystal clear",
  "cheap and sturdy",
  "set up in five minutes",
  "fast as on the first day",
  "survived a fall",
];
const BLAME = [
  "the battery dies by noon",
  "the screen has scratches already",
  "takes for ever to charge",
  "slips out of my hand",
  "the camera is blurry",
  "calls drop all the time",
  "overpriced plastic",
  "impossible to set up",
  "slow after a month",
  "cracked on day one",
];
const random = seededRandom(5);

const rows = Array.from({ length: 240 }, (_, i) => {
  const label = random.next() < 0.5 ? "pos" : "neg";
  const own = label === "pos" ? PRAISE : BLAME;
  const first = pick(own);
  const second = pick(own.filter((phrase) => phrase !== first));
  return `t${i},${label},"My phone: ${first}, ${second}${random.next() < 0.3 ? `, order ${i + 100}` : ""}."`;
});
writeFileSync(new URL("recent.csv", import.meta.url), `${["id,label,text", ...rows].join("\n")}\n`);

function pick(list) {
  return list[random.integer(list.length)];
}
