// Writes recent.csv: 240 labelled reviews of telephones, which the model in service was not trained on.
import { writeFileSync } from "node:fs";

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
const random = generator(5);

const rows = Array.from({ length: 240 }, (_, i) => {
  const label = random() < 0.5 ? "pos" : "neg";
  const own = label === "pos" ? PRAISE : BLAME;
  const first = pick(own);
  const second = pick(own.filter((phrase) => phrase !== first));
  return `t${i},${label},"My phone: ${first}, ${second}${random() < 0.3 ? `, order ${i + 100}` : ""}."`;
});
writeFileSync(new URL("recent.csv", import.meta.url), `${["id,label,text", ...rows].join("\n")}\n`);

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

/** Mulberry32: a small seeded generator; Math.random has no seed. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
