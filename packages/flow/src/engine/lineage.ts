/** Remembers which step made which object, so that a run's graph can be drawn without being declared. */
export interface Lineage {
  /** Records the maker of a result. Numbers, texts and flags have no identity and are not tracked. */
  made(value: unknown, by: string): void;
  /** The makers of what an input holds. */
  sourcesOf(input: unknown): readonly string[];
}

/** How many values of an input are looked at, so that a large array costs nothing. */
const LOOKED_AT = 64;

const NONE: readonly string[] = [];

/** An empty lineage. It holds its objects weakly. */
export function lineage(): Lineage {
  const makers = new WeakMap<object, string>();
  return {
    made(value, by) {
      if (typeof value === "object" && value !== null && !makers.has(value)) makers.set(value, by);
    },
    sourcesOf(input) {
      if (typeof input !== "object" || input === null) return NONE;
      const sources = new Set<string>();
      const queue: unknown[] = [input];
      for (let i = 0; i < queue.length && i < LOOKED_AT; i++) {
        const value = queue[i];
        if (typeof value !== "object" || value === null) continue;
        const maker = makers.get(value);
        if (maker !== undefined) sources.add(maker);
        else if (queue.length < LOOKED_AT) queue.push(...parts(value));
      }
      return [...sources];
    },
  };
}

function parts(value: object): unknown[] {
  if (Array.isArray(value)) return value.slice(0, LOOKED_AT);
  return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value).slice(0, LOOKED_AT) : [];
}
