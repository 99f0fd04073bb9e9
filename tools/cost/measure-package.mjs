// `node tools/cost/measure-package.mjs <package> [--names]`: prints the worst costs of its entries as one line of JSON.
import { growEntry, growthOf, STEP } from "./cost.mjs";
import { collectGarbage } from "./measure.mjs";

/** What takes less than this is not compared with a larger input, in milliseconds. */
const LEAST_MS = 40;
/** The largest input, in bytes. */
const MOST_BYTES = 1 << 20;

const [name, option] = process.argv.slice(2);
const { costEntries } = await import(`../../packages/${name}/src/testing/cost-entries.ts`);
if (option === "--names") print(costEntries.map((entry) => entry.name));
else {
  const measured = [];
  for (const entry of costEntries) measured.push(await worstOf(entry));
  print(measured);
}

async function worstOf(entry) {
  const worst = { name: entry.name };
  let accepted = 0;
  for (const [input, make] of Object.entries(entry.inputs)) {
    collectGarbage();
    const { size, small, large } = await growEntry(entry, make, MOST_BYTES);
    if (!large.refused) accepted++;
    const bytes = STEP * size;
    const growth = Math.log(growthOf("ms", small, large)) / Math.log(STEP);
    keep("growth", large.ms < LEAST_MS ? 0 : growth);
    keep("cpu", (1000 * large.ms) / bytes);
    keep("memory", large.memory / bytes);
    keep("out", large.bytes / bytes);
    function keep(what, value) {
      if (!(worst[what]?.value >= value)) worst[what] = { value, input };
    }
  }
  // A schema refuses whatever is hostile; anything else that never comes past its first check measures nothing.
  console.error(`${name}: ${entry.name}${accepted === 0 ? ", which refuses all of its inputs" : ""}`);
  return worst;
}

function print(value) {
  // After whatever the entries wrote.
  process.stdout.write(`\n${JSON.stringify(value)}\n`, () => process.exit());
}
