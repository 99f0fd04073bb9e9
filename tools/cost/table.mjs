// `node tools/cost/table.mjs [package …]`: measures the entries of the packages and writes the table in docs/security.md.
// With `--check` it measures nothing, and fails where the table has another entry than the tests.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = join(root, "docs/security.md");
const [BEGIN, END] = ["<!-- cost:begin -->", "<!-- cost:end -->"];
const HEAD =
  "| entry | growth | CPU, µs a byte | memory, bytes a byte | bytes out a byte |\n| --- | --- | --- | --- | --- |";

const args = process.argv.slice(2);
const packages = readdirSync(join(root, "packages"))
  .filter((name) => existsSync(join(root, "packages", name, "src/testing/cost-entries.ts")))
  .sort();

if (args.includes("--check")) check();
else write(args.length > 0 ? args : packages);

/** Writes the page after each package: all of them take some minutes. */
function write(wanted) {
  for (const name of wanted) {
    const measured = run(name).map((entry) => rowOf(name, entry));
    const page = readFileSync(PAGE, "utf8");
    const known = rowsOf(tableIn(page));
    const rows = packages.flatMap((one) =>
      one === name ? measured : known.filter((row) => row.startsWith(`| ${one}: `)),
    );
    const [before, after] = [
      page.slice(0, page.indexOf(BEGIN) + BEGIN.length),
      page.slice(page.indexOf(END)),
    ];
    writeFileSync(PAGE, `${before}\n${HEAD}\n${rows.join("\n")}\n${after}`);
  }
}

function check() {
  const there = new Set(
    rowsOf(tableIn(readFileSync(PAGE, "utf8"))).map((row) => row.split(" | ")[0].slice(2)),
  );
  const tested = new Set(packages.flatMap((name) => run(name, "--names").map((entry) => label(name, entry))));
  const problems = [
    ...[...tested].filter((entry) => !there.has(entry)).map((entry) => `the table lacks ${entry}`),
    ...[...there].filter((entry) => !tested.has(entry)).map((entry) => `no test has ${entry}`),
    ...packages
      .filter((name) => !existsSync(join(root, "packages", name, "src/cost.test.ts")))
      .map((name) => `${name} has no cost.test.ts`),
  ];
  for (const problem of problems)
    console.error(`docs/security.md: ${problem}: run node tools/cost/table.mjs`);
  if (problems.length > 0) process.exit(1);
}

/** What the process of a package prints, as JSON. */
function run(name, ...options) {
  const script = fileURLToPath(new URL("measure-package.mjs", import.meta.url));
  const node = ["--import", "tsx", "--conditions=@imdb/source", script, name, ...options];
  const { status, stdout } = spawnSync(process.execPath, node, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", options.length > 0 ? "pipe" : "inherit"],
  });
  if (status !== 0) throw new Error(`measuring ${name} ended with ${status}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

function rowOf(name, { name: entry, growth, cpu, memory, out }) {
  return `| ${[label(name, entry), ...[growth, cpu, memory, out].map(cell)].join(" | ")} |`;
}

function label(name, entry) {
  return `${name}: ${entry.replaceAll("|", "\\|")}`;
}

/** A figure, with the input that it belongs to. */
function cell({ value, input }) {
  if (value < 0.005) return "0";
  return `${value.toPrecision(2).includes("e") ? Math.round(value) : Number(value.toPrecision(2))} (${input})`;
}

function tableIn(page) {
  return page.slice(page.indexOf(BEGIN), page.indexOf(END));
}

function rowsOf(table) {
  return table.split("\n").filter((line) => /^\| [a-z-]+: /.test(line));
}
