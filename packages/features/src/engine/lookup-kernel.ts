import { KernelRoom } from "../tokenizers/kernel-room.js";
import { instantiate, setGlobals } from "../tokenizers/web-assembly.js";
import { type WordExports, wordExports } from "../tokenizers/word-kernel.js";
import { lowersWords } from "../tokenizers/word-scanner.js";
import type { Analyzer } from "./analyzer.js";
import { EdgeTable } from "./edge-table.js";
import { kernelWords } from "./kernel-words.js";
import { LOOKUP_KERNEL } from "./lookup-kernel.wasm.js";
import { numberGrams } from "./numbered-grams.js";
import type { Vocabulary } from "./vocabulary.js";

/** Finds the n-grams of texts in WebAssembly: what `plainFinder` does before it sorts. */
export interface LookupKernel {
  /** The kernel whose memory this one works in, and room there for whoever goes on from here. */
  readonly words: WordExports;
  readonly room: KernelRoom;
  /** How many n-grams a text may have. */
  readonly most: number;
  /** Where their numbers stand in memory, 32 bits each. */
  readonly hits: number;
  /** How many bytes the n-grams of a text take there; −1 for a text that is not for this kernel. */
  find(text: string): number;
}

/** What lookup-kernel.wat exports. */
interface LookupExports extends Readonly<Record<keyof Tables, { value: number }>> {
  /** From where memory is free. */
  readonly free: { readonly value: number };
  readonly find: (tokens: number) => number;
}

type Tables = ReturnType<typeof layOut>;

/** Lengths of n-grams that there is room for. */
const MOST_LENGTHS = 8;

/**
 * Makes the kernel of a vocabulary whose terms are of words.
 *
 * @param numberOf  The number of each column's n-gram, from 0 to the number of columns; default: the column.
 * @returns         `null` where there is none to be had.
 */
export function lookupKernel(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  numberOf?: Uint32Array,
): LookupKernel | null {
  const lowercase = lowersWords(analyzer.scanner);
  const lengths = analyzer.maxN - analyzer.minN + 1;
  if (lowercase === undefined || lengths > MOST_LENGTHS || vocabulary.tokens.crowds) return null;
  const words = wordExports();
  const exports = words && instantiate<LookupExports>(LOOKUP_KERNEL, { words });
  if (!words || !exports) return null;
  const room = new KernelRoom(words.memory, exports.free.value);
  const most = lengths * words.tokens.value;
  const tables = room.tryTo(() => layOut(room, analyzer, vocabulary, numberOf, most));
  if (tables === null) return null;
  setGlobals(exports, tables);
  const scan = kernelWords(words, lowercase);
  return {
    words,
    room,
    most,
    hits: tables.hits,
    find(text) {
      const count = scan(text);
      return count < 0 ? -1 : exports.find(count);
    },
  };
}

function layOut(
  room: KernelRoom,
  { minN, maxN }: Analyzer,
  vocabulary: Vocabulary,
  numberOf: Uint32Array | undefined,
  most: number,
) {
  const { tokens } = vocabulary;
  const { count, single, edges } = numberGrams(vocabulary, numberOf);
  const slots = tokens.slots.slice();
  for (let slot = 0; slot < slots.length; slot += 4) {
    const token = slots[slot + 2]! - 1;
    slots[slot + 3] = token < 0 ? 0 : single[token]! + 1;
  }
  const { units, ends } = tokens.snapshot();
  const table = new EdgeTable(edges, { grams: count, tokens: tokens.size });
  return {
    minN,
    maxN,
    features: vocabulary.nodeOf.length,
    slots: room.put(slots),
    slotMask: slots.byteLength - 1,
    names: room.put(units),
    ends: room.put(ends),
    edges: room.put(table.slots),
    edgeBits: table.bits,
    grams: count,
    ofGram: table.secret[0]!,
    once: table.secret[1]! | 1,
    twice: table.secret[2]! | 1,
    // One more than there are: what is no hit is written behind the last one.
    hits: room.take(4 * most + 4),
  };
}
