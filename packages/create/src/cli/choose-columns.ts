import { UnusableData } from "../errors.js";
import type { ProjectColumns } from "../project-data.js";

/** Usual names of columns of texts and labels, the most probable first. */
const USUAL = {
  text: ["text", "review", "message", "sentence", "content", "comment", "body", "description", "document"],
  label: ["label", "sentiment", "class", "category", "target", "topic", "queue", "intent", "rating", "y"],
};

type Given = { readonly [K in keyof ProjectColumns]?: string | undefined };
type Ask = (question: string, otherwise: string) => Promise<string>;

/**
 * Chooses the text and the label column: as given, else by a question, else by a usual name in the header.
 *
 * @throws `UNUSABLE_DATA` when a column is not given and has no usual name.
 */
export async function chooseColumns(
  given: Given,
  header: readonly string[],
  ask?: Ask,
): Promise<ProjectColumns> {
  const found: Partial<Record<"text" | "label", string>> = {};
  for (const role of ["text", "label"] as const) {
    const guess = guessOf(role, header);
    const question = `Column of the ${role}s, of ${header.join(", ")}`;
    const name = given[role] ?? (await ask?.(question, guess ?? header[0] ?? role)) ?? guess;
    if (name === undefined) {
      const problem = `no column has a usual name of ${role}s; there are ${header.join(", ")}`;
      throw UnusableData.create({ file: "The CSV", problem });
    }
    found[role] = name;
  }
  const { id, group } = given;
  return { text: found.text!, label: found.label!, ...(id && { id }), ...(group && { group }) };
}

function guessOf(role: "text" | "label", header: readonly string[]): string | undefined {
  const lower = header.map((name) => name.toLowerCase());
  const usual = USUAL[role].find((name) => lower.includes(name));
  return usual && header[lower.indexOf(usual)];
}
