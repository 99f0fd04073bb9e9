// Clients of the services: what was answered with 200, and was read whole, is acknowledged.
import { setTimeout as sleep } from "node:timers/promises";
import { between, pick, randomFrom } from "./random.mjs";

const WORDS = "a the film plot good great superb bad dull awful not but very".split(" ");
const TIMEOUT_MS = 5_000;

/** Sends requests to a service, one after the other, until it is stopped. `acknowledged` gets each answered prediction. */
export function client({ url, seed, name, acknowledged, counts }) {
  const random = randomFrom(seed, name);
  let isStopped = false;

  async function ask() {
    const count = 1 + Math.floor(random() * 3);
    const texts = Array.from({ length: count }, () =>
      Array.from({ length: 3 + Math.floor(random() * 30) }, () => pick(random, WORDS)).join(" "),
    );
    const response = await fetch(`${url}/v1/predict`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ texts }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = await response.json();
    if (response.status !== 200) return false;
    for (const [i, { id, label }] of answer.predictions.entries())
      acknowledged({ id, label, text: texts[i] });
    return true;
  }

  async function run() {
    while (!isStopped) {
      counts.requests++;
      const isAnswered = await ask().catch(() => false);
      if (isAnswered) counts.answered++;
      await sleep(isAnswered ? between(random, 20, 120) : 150);
    }
  }

  const running = run();
  return {
    stop() {
      isStopped = true;
      return running;
    },
  };
}
