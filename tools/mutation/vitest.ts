import base from "../config/vitest.js";

/** The shared configuration, for the tests of one area alone. */
export default {
  ...base,
  test: { ...base.test, include: JSON.parse(process.env.IMDB_MUTATION_TESTS ?? "[]") },
};
