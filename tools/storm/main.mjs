// `npm run storm`: see README.md beside this file.
import { parseArgs } from "node:util";
import { toolPath } from "../optional/tools.mjs";
import { report } from "./report.mjs";
import { storm } from "./storm.mjs";

const HEAVY_S = 1_800;
const USAGE = `npm run storm -- [--seconds N] [--seed N] [--keep]

  --seconds  length of the attack, at least 5. With IMDB_HEAVY=1 the default is ${HEAVY_S}; without it, it must be given.
  --seed     a whole number; all random choices follow from it. Default: a new one, which is printed.
  --keep     keeps the folder of the storm, and prints where it is.`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    seed: { type: "string" },
    keep: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const seconds = Number(values.seconds ?? (toolPath("heavy") ? HEAVY_S : Number.NaN));
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (values.help || !(seconds >= 5) || !Number.isInteger(seed)) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => controller.abort());
console.log(
  `storm of ${seconds} s, seed ${seed}. Again: npm run storm -- --seconds ${seconds} --seed ${seed}`,
);
let minute = 0;
try {
  const result = await storm({
    ...{ seed, seconds, signal: controller.signal, keep: values.keep },
    onMinute: (soFar) => console.log(`minute ${++minute}: ${JSON.stringify(soFar)}`),
  });
  const { text, isSound } = report(result);
  console.log(text);
  process.exitCode = isSound ? 0 : 1;
} catch (error) {
  if (error.name !== "AbortError") throw error;
  console.log("ended early");
  process.exitCode = 130;
}
