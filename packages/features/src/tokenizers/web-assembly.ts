/** What of WebAssembly is used here; not every set of types has it, nor every engine. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** The memory of an instance. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** Adds so many times 64 KiB. @throws RangeError where there are none. */
  grow(pages: number): number;
}

const compiled = new Map<string, object>();

/**
 * A new instance of a module, in base64, which is compiled once; `null` where there is none to be had: where
 * WebAssembly or its 128-bit numbers are unknown, a page's or an edge worker's policy forbids it, memory is short, or
 * numbers have their highest byte first.
 */
export function instantiate<Exports>(
  module: string,
  imports: Readonly<Record<string, object>> = {},
): Exports | null {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly?: Engine };
  if (engine === undefined || !isLittleEndian()) return null;
  try {
    const known =
      compiled.get(module) ?? new engine.Module(Uint8Array.from(atob(module), (unit) => unit.charCodeAt(0)));
    compiled.set(module, known);
    return new engine.Instance(known, imports).exports as Exports;
  } catch {
    // What it would do is done without it, slower.
    return null;
  }
}

function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}

/** Sets globals that an instance exports. */
export function setGlobals<Name extends string>(
  exports: Readonly<Record<NoInfer<Name>, { value: number }>>,
  values: Readonly<Record<Name, number>>,
): void {
  for (const [name, value] of Object.entries(values) as [Name, number][]) exports[name].value = value;
}
