/** The middle value; of an even number, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One measured entry. */
export interface Row {
  readonly id: string;
  readonly peer: string;
  readonly unit: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly runs: number;
}

/** A Markdown table of results; a ratio above 1 means that ours is better. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ["id", "peer", "unit", "ours (median)", "theirs (median)", "ratio", "runs"],
    ...rows.map((r) => [
      r.id,
      r.peer,
      r.unit,
      number(r.ours),
      number(r.theirs),
      r.ratio.toFixed(2),
      String(r.runs),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(cells[0]!), line(widths.map((width) => "-".repeat(width))), ...cells.slice(1).map(line)].join(
    "\n",
  );
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
