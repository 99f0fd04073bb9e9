/** The file that holds the compiled module. */
export const COMPILED: string;

/** Compiles the kernels, and returns the content of {@link COMPILED}. */
export function compileKernels(): string;

/** SHA-256 of all that the compiled module depends on: sources, options, version of the compiler. */
export function sourceDigest(): string;
