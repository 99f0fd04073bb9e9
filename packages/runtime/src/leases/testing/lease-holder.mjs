// A process that takes a lease and tells of it: `lease-holder.mjs PATH EXPIRY_MS`. A line on its input is a question.
import { createInterface } from "node:readline";
import { takeLease } from "../../../dist/leases/index.js";

const say = (text) => process.stdout.write(`${text}\n`);
const [path, expiryMs] = process.argv.slice(2);
const { lease } = await takeLease(path, { expiryMs: Number(expiryMs) });
say(lease ? `lease ${lease.number}` : "held");
if (!lease) process.exit();
lease.signal.addEventListener("abort", () => say(`told ${lease.signal.reason.code}`));
const answers = {
  check() {
    try {
      lease.check();
      return "mine";
    } catch (error) {
      return error.code;
    }
  },
  release() {
    lease.release();
    return "released";
  },
  busy() {
    for (const until = performance.now() + 3 * Number(expiryMs); performance.now() < until; );
    return answers.check();
  },
};
for await (const line of createInterface({ input: process.stdin })) say(answers[line]());
