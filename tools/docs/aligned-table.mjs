/** The lines of a Markdown table with columns of one width. The first row is the head. */
export function alignedTable(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [
    line(table[0]),
    `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
    ...table.slice(1).map(line),
  ];
}
