import { dataFileName } from "./data-file.js";
import type { ProjectData, ProjectReading } from "./project-data.js";

/** The values of the placeholders `{{…}}` in the template. Texts of the user are written as JSON, which is valid YAML. */
export function placeholders(
  name: string,
  version: string,
  { file, columns, reading = {}, rows }: ProjectData,
): Record<string, string> {
  const counts = Object.values(rows);
  const total = counts.reduce((a, b) => a + b, 0);
  return {
    name,
    version,
    file: dataFileName(file),
    columns: JSON.stringify(columns),
    reading: configLines(reading),
    text: code(columns.text),
    label: code(columns.label),
    // With few texts, words that occur only once are still useful.
    minDf: total < 500 ? "1" : "2",
    minimumAccuracy: (
      Math.floor((100 * counts.reduce((most, count) => Math.max(most, count), 0)) / total) / 100
    ).toString(),
  };
}

/** Replaces the placeholders in a text of the template. One without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The keys of the section `data` that say how the file is read, one a line. */
function configLines({ escapeChar, ...reading }: ProjectReading): string {
  return Object.entries({ ...reading, escape_char: escapeChar })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `\n  ${key}: ${JSON.stringify(value)}`)
    .join("");
}

function code(text: string): string {
  return `\`${text.replaceAll(/[`\s]+/g, " ")}\``;
}
