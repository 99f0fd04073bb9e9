import type { StreamPart } from "../engine/merge-streams.js";
import type { TokenStreamBuilder } from "../engine/token-stream.js";

/** What was added to a builder, as it crosses threads. */
export function partOf(builder: TokenStreamBuilder): StreamPart {
  const { ids, documentEnds, occurrences, tokens } = builder.finish();
  return { ids, documentEnds, occurrences, tokens: tokens.snapshot() };
}
