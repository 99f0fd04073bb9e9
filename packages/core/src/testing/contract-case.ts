/** One rule of a contract; hand it to any test runner: `for (const c of cases) test(c.name, c.run)`. */
export interface ContractCase {
  /** The rule in words. */
  readonly name: string;
  /** Rejects when the rule is broken. */
  run(): Promise<void>;
}

/** Throws when a rule is broken. */
export function rule(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(`contract broken: ${broken}`);
}

/** The cases of a contract, by their rules in words. */
export function casesOf(rules: Readonly<Record<string, () => Promise<void>>>): ContractCase[] {
  return Object.entries(rules).map(([name, run]) => ({ name, run }));
}

/** What work throws or rejects with; `undefined` when it goes well. */
export async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}
