/** What a step of the program gave. */
export interface Outcome {
  readonly step: string;
  /** What it threw. */
  readonly problem?: string;
  /** How many threads it started; absent where the runtime does not say so. */
  readonly threads?: number;
}

/**
 * Runs the steps one after the other; one that fails does not end the others.
 *
 * @param threads  How many threads were started so far.
 */
export async function runSteps(
  steps: Record<string, () => unknown>,
  threads: () => number | undefined = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [step, work] of Object.entries(steps)) {
    const before = threads();
    const problem = await problemOf(work);
    const after = threads();
    const started = before === undefined || after === undefined ? {} : { threads: after - before };
    outcomes.push({ step, ...started, ...(problem === undefined ? {} : { problem }) });
  }
  return outcomes;
}

async function problemOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const because = cause instanceof Error ? ` (cause: ${cause.message})` : "";
  return `${code === undefined ? error.name : String(code)}: ${error.message}${because}`;
}
