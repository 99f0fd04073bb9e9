/** Records which step made which object, so that the graph of a run need not be declared. */
export interface Lineage {
  /** Records the step that made a result. Numbers, texts and booleans have no identity and are not recorded. */
  record(value: unknown, step: string): void;
  /** The steps that made the values of an input. */
  sourcesOf(input: unknown): readonly string[];
}

/** The number of values of an input that are looked up, so that a large array costs little. */
const MAX_VALUES = 64;

const NONE: readonly string[] = [];

/** An empty lineage. Its references are weak. */
export function lineage(): Lineage {
  const makers = new WeakMap<object, string>();
  return {
    record(value, step) {
      if (typeof value === "object" && value !== null && !makers.has(value)) makers.set(value, step);
    },
    sourcesOf(input) {
      if (typeof input !== "object" || input === null) return NONE;
      const sources = new Set<string>();
      const queue: unknown[] = [input];
      for (let i = 0; i < queue.length && i < MAX_VALUES; i++) {
        const value = queue[i];
        if (typeof value !== "object" || value === null) continue;
        const maker = makers.get(value);
        if (maker !== undefined) sources.add(maker);
        else if (queue.length < MAX_VALUES) queue.push(...parts(value));
      }
      return [...sources];
    },
  };
}

function parts(value: object): unknown[] {
  if (Array.isArray(value)) return value.slice(0, MAX_VALUES);
  return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value).slice(0, MAX_VALUES) : [];
}
