import { writeCharacterClasses } from "./character-classes.js";
import { KERNEL } from "./kernel.wasm.js";

/** An instance of the WebAssembly module of this package, with a memory of its own; see assembly/index.ts. */
export interface Kernel extends KernelNumbers {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Allocates zeroed bytes and returns their address; 0 where there is not enough memory. */
  allocate(bytes: number): number;
  /** Finds the words of the text at `TEXT`, and returns their number. */
  scanWords(characters: number, lowercase: 0 | 1): number;
  /** Prepares `countWords`; 0 where there is not enough memory. */
  startCounting(): 0 | 1;
  /** Counts the words that `scanWords` found, as one document. Returns the number of entries; −1 where it cannot. */
  countWords(words: number, firstEntry: number, removedEntries: number): number;
  /**
   * Finds the features among the words that `scanWords` found. Returns how many bytes they take; −1 where it cannot.
   */
  findNgrams(words: number): number;
  /** Writes the decision values of the features that `findNgrams` found. */
  scoreTerms(hitBytes: number): void;
}

/** Sizes and fixed addresses in the memory, and what `countWords` has made. */
type KernelNumbers = Readonly<
  Record<
    | "MAX_CHARACTERS"
    | "MAX_WORDS"
    | "MAX_ENTRIES"
    | "CHARACTER_CLASSES"
    | "TEXT"
    | "UNITS"
    | "FROM"
    | "TO"
    | "LOW"
    | "HIGH"
    | "START"
    | "END"
    | "entryTokens"
    | "entryCounts"
    | "tokenUnits"
    | "tokenUnitCount"
    | "tokenEnds"
    | "tokenCount",
    { readonly value: number }
  >
>;

/** The part of WebAssembly that is used here. Some sets of types lack it, and so do some engines. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

let compiled: object | undefined;

/**
 * Creates an instance of the module, which is compiled once.
 *
 * @returns  `null` where there can be none, and everything is done without it, slower: the engine lacks WebAssembly or
 *           its 128-bit vectors, a page's or an edge worker's policy forbids it, memory is short, or the processor
 *           stores the highest byte of a number first.
 */
export function createKernel(): Kernel | null {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: Engine };
  if (engine === undefined || !isLittleEndian()) return null;
  try {
    compiled ??= new engine.Module(bytesOf(KERNEL));
    const kernel = new engine.Instance(compiled).exports as Kernel;
    writeCharacterClasses(new Uint8Array(kernel.memory.buffer, kernel.CHARACTER_CLASSES.value, 32));
    return kernel;
  } catch {
    return null;
  }
}

function bytesOf(hexadecimal: string): Uint8Array {
  return Uint8Array.from({ length: hexadecimal.length / 2 }, (_, at) =>
    Number.parseInt(hexadecimal.slice(2 * at, 2 * at + 2), 16),
  );
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}

/**
 * Sets variables of an instance that `findNgrams` and `scoreTerms` read: addresses of tables, and settings.
 *
 * @throws TypeError for a name that assembly/index.ts does not export.
 */
export function setVariables(kernel: Kernel, values: Readonly<Record<string, number>>): void {
  const variables = kernel as unknown as Readonly<Record<string, { value: number }>>;
  for (const [name, value] of Object.entries(values)) variables[name]!.value = value;
}
