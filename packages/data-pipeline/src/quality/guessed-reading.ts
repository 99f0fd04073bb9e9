import type { SourceRecord } from "../sources/source.js";
import { type CountCheck, counted, observed } from "./check.js";

/** Files whose encoding, delimiter or quote was not named but found: another one would make other texts of them. */
export const guessedReading: CountCheck = {
  name: "guessed-reading",
  severity: "warning",
  maxShare: 0,
  observeCounts({ sources }) {
    const guessed = sources.filter((source) => guessesOf(source).length > 0);
    const message = (count: number) => {
      const list = guessed.map((source) => `${source.name}: ${guessesOf(source).join(", ")}`).join("; ");
      return `${counted(count, "file was", "files were")} read by a guess (${list}). Name it in the options once it is checked.`;
    };
    return observed(guessed, sources.length, message, ({ name }) => name);
  },
};

function guessesOf({ encoding, detected = {} }: SourceRecord): readonly string[] {
  const marks = Object.entries(detected).map(([name, mark]) => `${name} ${JSON.stringify(mark)}`);
  return encoding?.basis === "guess" ? [`encoding ${encoding.encoding}`, ...marks] : marks;
}
