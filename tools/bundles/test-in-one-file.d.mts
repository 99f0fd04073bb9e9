/** A program that is bundled. */
export interface Program {
  /** Its imports. */
  readonly imports: string;
  /** The body of an async function. It has `workerScript`, the option for its threads, and returns the result, as JSON. */
  readonly main: string;
  /** Further arguments: `process.argv[3]` and so on. */
  readonly args?: readonly string[];
}

export function testInOneFile(what: string, script: string, program: () => Program, others?: number): void;
