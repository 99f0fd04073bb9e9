import { task } from "@imdb/flow";

/** Does nothing: its time is overhead. */
export const nothing = task({ name: "nothing" }, (n) => n);

/** Computes for `ms` milliseconds. */
export const compute = task({ name: "compute" }, ({ n, ms }) => {
  const until = performance.now() + ms;
  let sum = n;
  while (performance.now() < until) sum = (sum * 31 + 7) % 1_000_003;
  return sum >= 0 ? n : -1;
});
