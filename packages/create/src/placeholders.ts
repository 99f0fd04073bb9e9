import type { ProjectData } from "./project-data.js";

/** What goes into the template's `{{…}}`. Texts of the user's are written as JSON, which YAML reads as it is. */
export function placeholders(
  name: string,
  version: string,
  { columns, rows }: ProjectData,
): Record<string, string> {
  const counts = Object.values(rows);
  const total = counts.reduce((a, b) => a + b, 0);
  return {
    name,
    version,
    columns: JSON.stringify(columns),
    text: code(columns.text),
    label: code(columns.label),
    // In few texts a word that occurs once may still be worth something.
    minDf: total < 500 ? "1" : "2",
    minimumAccuracy: (Math.floor((100 * Math.max(...counts)) / total) / 100).toString(),
  };
}

/** Fills a template's text. A name in braces that has no value is a defect of the template. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

function code(text: string): string {
  return `\`${text.replaceAll(/[`\s]+/g, " ")}\``;
}
