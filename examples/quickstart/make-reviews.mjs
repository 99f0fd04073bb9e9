// Writes reviews.csv: 480 short film reviews made of phrases, the same on every run. Praise and blame are mixed, as
// in life: a review has two phrases of its label, and sometimes one of the other behind a "but".
import { writeFileSync } from "node:fs";
import { seededRandom } from "@imdb/core";

const PRAISE = [
  "the acting is superb",
  "a moving and honest story",
  "the ending made me cry happy tears",
  "every scene is beautifully shot",
  "the dialogue sparkles",
  "a wonderful cast",
  "I laughed out loud the whole time",
  "the music lifts every scene",
  "a small masterpiece",
  "I would gladly watch it again",
  "the director knows her craft",
  "warm, clever and charming",
  "the tension never lets go",
  "the best two hours of my week",
  "the characters feel alive",
  "a delightful surprise",
];
const BLAME = [
  "the acting is wooden",
  "a dull and predictable story",
  "the ending makes no sense",
  "every scene drags on for ever",
  "the dialogue is painfully bad",
  "a wasted cast",
  "I nearly fell asleep",
  "the music is loud and annoying",
  "a boring mess",
  "I want my money back",
  "the director has lost the plot",
  "cold, clumsy and pointless",
  "no tension anywhere",
  "the worst two hours of my week",
  "the characters are cardboard",
  "a bitter disappointment",
];
const OPENINGS = [
  "",
  "",
  "Saw it on Friday. ",
  "My sister picked this one. ",
  "A late review: ",
  "No spoilers. ",
];
const random = seededRandom(7);

const rows = Array.from({ length: 480 }, (_, i) => {
  const label = random.next() < 0.5 ? "pos" : "neg";
  const [own, other] = label === "pos" ? [PRAISE, BLAME] : [BLAME, PRAISE];
  const first = pick(own);
  const second = pick(own.filter((phrase) => phrase !== first));
  const but = random.next() < 0.3 ? `, but ${pick(other)}` : "";
  const text = `${pick(OPENINGS)}${capital(first)}${but}. ${capital(second)}${random.next() < 0.2 ? "!" : "."}`;
  return [`r${i}`, `film ${random.integer(60)}`, label, `"${text}"`].join(",");
});
writeFileSync(new URL("reviews.csv", import.meta.url), `${["id,film,label,text", ...rows].join("\n")}\n`);

function pick(list) {
  return list[random.integer(list.length)];
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
