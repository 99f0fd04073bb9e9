// Writes tickets.csv: 360 customer messages of four kinds made of phrases, the same on every run.
import { writeFileSync } from "node:fs";
import { seededRandom } from "@imdb/core";

const TOPICS = {
  billing: [
    "I was charged twice for one order",
    "the invoice shows the wrong amount",
    "why is there a fee on my card",
    "please send me a receipt for my taxes",
    "my card was declined although there is money on it",
    "the discount code was not taken off the price",
    "I am still billed after I cancelled the subscription",
    "can I pay by bank transfer",
  ],
  delivery: [
    "my parcel has not arrived yet",
    "the tracking page has not moved for a week",
    "the courier left it in the rain",
    "it was delivered to my neighbour, who is away",
    "when will my order ship",
    "the box came open and half empty",
    "can you deliver on a Saturday",
    "the driver never rang the bell",
  ],
  returns: [
    "I would like to send the shoes back",
    "how do I print a return label",
    "the jacket is too small, I need another size",
    "I returned it two weeks ago and got no refund",
    "can I exchange the colour",
    "the lamp arrived broken",
    "what is the last day to return a gift",
    "the zip broke on the first day",
  ],
  account: [
    "I cannot log in to my account",
    "the password reset mail never comes",
    "please change my e-mail address",
    "how do I delete my account",
    "my profile shows somebody else's name",
    "the app logs me out every hour",
    "I lost the phone with my login codes",
    "two accounts have my address, please merge them",
  ],
};
const BEFORE = ["Hello, ", "Hi there, ", "Good morning. ", "", "", "Second time I write: "];
const AFTER = ["", "", " Thanks.", " Please help.", " This is urgent.", " Order 4711."];
const random = seededRandom(11);

const names = Object.keys(TOPICS);
const rows = Array.from({ length: 360 }, (_, i) => {
  const topic = pick(names);
  const first = pick(TOPICS[topic]);
  const also = random.next() < 0.5 ? `, and ${pick(TOPICS[random.next() < 0.8 ? topic : pick(names)])}` : "";
  return `${1000 + i},${topic},"${pick(BEFORE)}${first}${also}.${pick(AFTER)}"`;
});
writeFileSync(new URL("tickets.csv", import.meta.url), `${["ticket,queue,message", ...rows].join("\n")}\n`);

function pick(list) {
  return list[random.integer(list.length)];
}
