import { createKernel, type Kernel, setVariables } from "../kernels/kernel.js";
import { allocateBytes, copyArray, nullWithoutMemory } from "../kernels/kernel-memory.js";
import { lowersWords } from "../tokenizers/word-scanner.js";
import type { Analyzer } from "./analyzer.js";
import { numberNgrams } from "./numbered-ngrams.js";
import { kernelScanner } from "./scan-into-kernel.js";
import { TransitionTable } from "./transition-table.js";
import type { Vocabulary } from "./vocabulary.js";

/** Finds the n-grams of texts in WebAssembly: the same as `plainFinder`, except that it does not sort them. */
export interface LookupKernel {
  /** The instance, whose memory has space for the tables of a further step. */
  readonly kernel: Kernel;
  /** Greatest number of n-grams of a text. */
  readonly maxHits: number;
  /** The address in the kernel's memory of the numbers of the n-grams that were found, 32 bits each. */
  readonly hits: number;
  /** Finds the n-grams of a text, and returns how many bytes they take; −1 for a text that it cannot do. */
  find(text: string): number;
}

/** Greatest number of lengths of n-grams that memory is allocated for. */
const MAX_LENGTHS = 8;

/**
 * Makes the kernel of a vocabulary whose terms are n-grams of words.
 *
 * @param numberOf  The number of each column's n-gram, from 0 to the number of columns; default: the column.
 * @returns         `null` where the runtime can have none, see `createKernel`.
 */
export function lookupKernel(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  numberOf?: Uint32Array,
): LookupKernel | null {
  const lowercase = lowersWords(analyzer.scanner);
  const lengths = analyzer.maxN - analyzer.minN + 1;
  if (lowercase === undefined || lengths > MAX_LENGTHS || vocabulary.tokens.usesSecretHash) return null;
  const kernel = createKernel();
  if (kernel === null) return null;
  const maxHits = lengths * kernel.MAX_WORDS.value;
  const tables = nullWithoutMemory(() => writeTables(kernel, analyzer, vocabulary, numberOf, maxHits));
  if (tables === null) return null;
  setVariables(kernel, tables);
  const scan = kernelScanner(kernel, lowercase);
  return {
    kernel,
    maxHits,
    hits: tables.hits,
    find(text) {
      const words = scan(text);
      return words < 0 ? -1 : kernel.findNgrams(words);
    },
  };
}

/** Writes the tables of a vocabulary to a kernel's memory, and returns its variables. */
function writeTables(
  kernel: Kernel,
  { minN, maxN }: Analyzer,
  vocabulary: Vocabulary,
  numberOf: Uint32Array | undefined,
  maxHits: number,
) {
  const { tokens } = vocabulary;
  const { count, single, transitions } = numberNgrams(vocabulary, numberOf);
  const slots = tokens.slots.slice();
  for (let slot = 0; slot < slots.length; slot += 4) {
    const token = slots[slot + 2]! - 1;
    slots[slot + 3] = token < 0 ? 0 : single[token]! + 1;
  }
  const { units, ends } = tokens.snapshot();
  const table = new TransitionTable(transitions, { ngrams: count, tokens: tokens.size });
  return {
    minN,
    maxN,
    featureCount: vocabulary.nodeOf.length,
    tokenSlots: copyArray(kernel, slots),
    tokenSlotMask: slots.byteLength - 1,
    tokenUnits: copyArray(kernel, units),
    tokenEnds: copyArray(kernel, ends),
    transitionSlots: copyArray(kernel, table.slots),
    transitionBits: table.bits,
    ngramCount: count,
    ngramSalt: table.secret[0]!,
    tokenFactor: table.secret[1]! | 1,
    secondTokenFactor: table.secret[2]! | 1,
    // One more: an n-gram that is no feature is also written, after the last feature.
    hits: allocateBytes(kernel, 4 * maxHits + 4),
  };
}
