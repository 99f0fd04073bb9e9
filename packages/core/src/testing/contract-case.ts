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
