import { readFile, writeFile } from "node:fs/promises";
import { picture } from "./picture.ts";
import { type Row, table } from "./table.ts";

const RESULTS = "tools/bench/results.json";
const PAGE = "docs/benchmarks.md";
const PICTURE = "docs/img/benchmarks.svg";

interface Recorded extends Row {
  /** Day of the measurement, and what it ran on. */
  readonly measured: string;
  readonly node: string;
}

/** Keeps results beside those of other entries, the newest of each, and writes the page of benchmarks from all of them. */
export async function record(rows: readonly Row[]): Promise<void> {
  const measured = new Date().toISOString().slice(0, 10);
  const kept = new Map((await recorded()).map((row) => [row.id, row]));
  for (const row of rows) kept.set(row.id, { ...rounded(row), measured, node: process.versions.node });
  const all = [...kept.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await writeFile(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(PICTURE, picture(all));
  await writeFile(PAGE, page(all));
}

async function recorded(): Promise<Recorded[]> {
  try {
    return JSON.parse(await readFile(RESULTS, "utf8")) as Recorded[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Four digits are more than a shared machine can tell apart. */
function rounded(row: Row): Row {
  const digits = (value: number) => Number(value.toPrecision(4));
  return { ...row, ours: digits(row.ours), theirs: digits(row.theirs), ratio: digits(row.ratio) };
}

function page(rows: readonly Recorded[]): string {
  const days = rows.map(({ measured }) => measured).sort();
  const span = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  return `# Benchmarks

Ours and a peer library on the same work, in alternation, in one run on one machine: two shared cores, Node ${rows.at(-1)?.node}, ${span}.
Absolute figures of a shared machine vary a lot; ratios vary less. A ratio above 1 means that ours is better.

![How many times as good as its peer each measured piece of work is](img/benchmarks.svg)

${table(rows)}

\`npm run bench -- --only ID --runs N\` measures an entry again, \`--record\` writes this page. What each entry does, and
what its peer is given to do, is in \`packages/<name>/bench\`. The Python peers are installed by
\`node tools/peers/setup\`; real data is named by \`IMDB_DATA\`.
`;
}
