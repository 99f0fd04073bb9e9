import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const FOLDER = new URL("./results/", import.meta.url);
const PAGE = new URL("../../docs/drift-power.md", import.meta.url);

/** What a script has found so far; a script that is started again goes on behind it. */
export interface Results<Row> {
  readonly rows: readonly Row[];
  /** The row of a key, made and kept when it is not there yet. */
  row(key: string, make: () => Row | Promise<Row>): Promise<Row>;
}

/** Opens the results of a script. Those made with other settings (numbers of draws, sizes) are not taken over. */
export function openResults<Row>(name: string, settings: Readonly<Record<string, number>>): Results<Row> {
  const file = new URL(`${name}.json`, FOLDER);
  let kept: Record<string, Row> = {};
  if (existsSync(file)) {
    const before = JSON.parse(readFileSync(file, "utf8")) as { settings: unknown; rows: Record<string, Row> };
    if (JSON.stringify(before.settings) === JSON.stringify(settings)) kept = before.rows;
  }
  return {
    get rows() {
      return Object.values(kept);
    },
    async row(key, make) {
      const start = performance.now();
      const known = kept[key];
      if (known !== undefined) return known;
      const made = await make();
      kept[key] = made;
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, `${JSON.stringify({ settings, rows: kept }, null, 2)}\n`);
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      process.stderr.write(`${name}: ${key}, ${seconds} s: ${JSON.stringify(made)}\n`);
      return made;
    },
  };
}

/** Writes a part of docs/drift-power.md: what stands between its two comments. */
export function writeSection(name: string, lines: readonly string[]): void {
  const page = readFileSync(PAGE, "utf8");
  const [start, end] = [`<!-- ${name}: start -->\n`, `<!-- ${name}: end -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/drift-power.md has no part ${name}.`);
  writeFileSync(PAGE, `${page.slice(0, from + start.length)}\n${lines.join("\n")}\n\n${page.slice(to)}`);
}

/** A Markdown table. */
export function tableOf(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
