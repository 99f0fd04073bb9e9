import type { StreamPart } from "../engine/merge-streams.js";
import { TokenStreamBuilder } from "../engine/token-stream.js";
import type { Scanner } from "../tokenizers/scanner.js";

/** A builder for a run of texts. */
export function builderFor(texts: readonly string[], scanner: Scanner): TokenStreamBuilder {
  return new TokenStreamBuilder(
    scanner,
    texts.reduce((sum, text) => sum + text.length, 0),
  );
}

/** What was added to a builder, as it crosses threads. */
export function partOf(builder: TokenStreamBuilder): StreamPart {
  const { ids, documentEnds, occurrences, tokens } = builder.finish();
  return { ids, documentEnds, occurrences, tokens: tokens.snapshot() };
}
