import fc from "fast-check";
import { expect, test } from "vitest";
import { TransitionTable } from "./transition-table.js";

const GRAMS = 5000;
const TOKENS = 300;
const pair = fc.record({ from: fc.nat(GRAMS - 1), token: fc.nat(TOKENS - 1) });
// Few numbers too, so that pairs share n-grams and tokens.
const some = fc.oneof(pair, fc.record({ from: fc.nat(3), token: fc.nat(40) }));

test("transitions that were entered are found, and no others, as in a Map of pairs", () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 600 }), fc.array(some, { maxLength: 300 }), (pairs, asked) => {
      const known = new Map(pairs.map(({ from, token }) => [`${from} ${token}`, { from, token }]));
      const makes = new Map([...known.keys()].map((key, n) => [key, n]));
      const table = new TransitionTable(
        {
          from: Int32Array.from(known.values(), ({ from }) => from),
          tokens: Int32Array.from(known.values(), ({ token }) => token),
          makes: Int32Array.from(makes.values()),
        },
        { ngrams: GRAMS, tokens: TOKENS },
      );
      const all = [
        ...asked,
        ...pairs,
        { from: -1, token: 2 },
        { from: 2, token: -1 },
        { from: -1, token: -1 },
      ];
      const ngrams = Int32Array.from(all, ({ from }) => from);
      table.follow(
        ngrams,
        Int32Array.from(all, ({ token }) => token),
        all.length,
      );
      expect([...ngrams]).toEqual(all.map(({ from, token }) => makes.get(`${from} ${token}`) ?? -1));
    }),
  );
});

test("all pairs of a full grid are found", () => {
  const size = 200;
  const transitions = {
    from: new Int32Array(size * size),
    tokens: new Int32Array(size * size),
    makes: new Int32Array(size * size),
  };
  for (let e = 0; e < size * size; e++) {
    transitions.from[e] = Math.floor(e / size);
    transitions.tokens[e] = e % size;
    transitions.makes[e] = e;
  }
  const table = new TransitionTable(transitions, { ngrams: size * size, tokens: size });
  const found = transitions.from.slice();
  table.follow(found, transitions.tokens, found.length);
  expect(found).toEqual(transitions.makes);
});

test("large numbers, with which keys allow few steps from the first slot", () => {
  const transitions = {
    from: new Int32Array(4000),
    tokens: new Int32Array(4000),
    makes: new Int32Array(4000),
  };
  for (let e = 0; e < 4000; e++) {
    transitions.from[e] = 2 ** 31 - 2 - (e % 1000);
    transitions.tokens[e] = Math.floor(e / 1000);
    transitions.makes[e] = e;
  }
  // A key allows one step, so that the table grows until no entry is farther from its first slot.
  const table = new TransitionTable(transitions, { ngrams: 2 ** 31 - 1, tokens: 4 });
  const found = transitions.from.slice();
  table.follow(found, transitions.tokens, found.length);
  expect(found).toEqual(transitions.makes);
});
