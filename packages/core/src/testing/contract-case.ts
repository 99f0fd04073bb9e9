/** One rule of a contract, for any test runner: `for (const c of cases) test(c.name, c.run)`. */
export interface ContractCase {
  /** The rule as a sentence. */
  readonly name: string;
  /** Rejects when the rule is broken. */
  run(): Promise<void>;
}

/** Throws when a rule is broken. */
export function rule(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(`contract broken: ${broken}`);
}

/** Makes the cases of a contract from checks by the sentence of their rule. */
export function casesOf(rules: Readonly<Record<string, () => Promise<void>>>): ContractCase[] {
  return Object.entries(rules).map(([name, run]) => ({ name, run }));
}

/** The error that work throws or rejects with; `undefined` when it succeeds. */
export async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}
