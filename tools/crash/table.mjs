// The table of crash states in docs/security.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PAGE = join(ROOT, "docs/security.md");
export const RESULTS = fileURLToPath(new URL("./results.json", import.meta.url));
const [START, END] = ["<!-- crash states: start -->\n", "<!-- crash states: end -->"];

/** The packages with crash tests. */
export function packages() {
  const all = readdirSync(join(ROOT, "packages")).sort();
  return all.filter((name) => existsSync(join(ROOT, "packages", name, "test/crash-states.test.ts")));
}

/** The names of the operations of a package, by its script. */
export function operationsOf(name) {
  const text = readFileSync(join(ROOT, "packages", name, "test/durable-operations.ts"), "utf8");
  const table = text.slice(text.indexOf("const OPERATIONS"));
  return [...table.matchAll(/^ {2}(?:async )?(?:"([^"]+)"|(\w+))[:(,]/gm)].map(
    ([, quoted, plain]) => quoted ?? plain,
  );
}

/** The table of the results, as a part of the page. */
export function tableOf(results) {
  const rows = Object.entries(results).flatMap(([name, operations]) =>
    operations.map((row) => [
      name,
      row.operation,
      row.processes,
      LOSS[row.survives],
      row.prefixes,
      row.states,
    ]),
  );
  const [prefixes, states] = [4, 5].map((column) => rows.reduce((sum, row) => sum + row[column], 0));
  const head = [
    "package",
    "operation",
    "processes",
    "an acknowledgement survives",
    "prefixes",
    "states, all recovered",
  ];
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const body = [...rows, ["", "together", "", "", prefixes, states]];
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

const LOSS = { kill: "`kill -9`", power: "a power cut" };

/** The page with another table. */
export function pageWith(page, table) {
  const [from, to] = [page.indexOf(START), page.indexOf(END)];
  if (from === -1 || to < from) throw new Error("docs/security.md has no part for the crash states.");
  return `${page.slice(0, from + START.length)}\n${table}\n\n${page.slice(to)}`;
}
