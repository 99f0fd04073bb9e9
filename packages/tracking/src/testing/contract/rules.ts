import type { Run } from "../../entities/run.js";
import type { TrackingStore } from "../../store/tracking-store.js";

// What the cases of the contract are written with. Names carry a random part: a server may hold others' runs.

/** A name that nobody else has. */
export function unique(name: string): string {
  return `${name} ${Math.random().toString(36).slice(2)}`;
}

/** The id of a new experiment. */
export async function experiment(store: TrackingStore): Promise<string> {
  return store.createExperiment(unique("contract"));
}

/** A new run. */
export async function run(
  store: TrackingStore,
  experimentId: string,
  tags = {},
  startTime = 1_000,
): Promise<Run> {
  return store.createRun({ experimentId, runName: "r", userId: "ada", startTime, tags });
}

/** Fails when a rule of the contract does not hold. */
export function rule(holds: boolean, broken: string): void {
  if (!holds) throw new Error(`contract broken: ${broken}`);
}

/** Fails unless `work` is refused with an error. */
export async function refuses(
  work: Promise<unknown>,
  error: { readonly code: string; is(value: unknown): boolean },
) {
  const thrown = await work.then(
    () => "nothing",
    (cause: unknown) => cause,
  );
  rule(error.is(thrown), `expected ${error.code}, got ${String(thrown)}`);
}

/** Fails unless two values are the same as JSON. */
export function equal(actual: unknown, expected: unknown): void {
  const [a, e] = [JSON.stringify(sorted(actual)), JSON.stringify(sorted(expected))];
  rule(a === e, `expected ${e}, got ${a}`);
}

/** Key order of records means nothing, and `undefined` members are as good as none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key])]),
  );
}
