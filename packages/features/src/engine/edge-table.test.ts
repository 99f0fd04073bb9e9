import fc from "fast-check";
import { expect, test } from "vitest";
import { EdgeTable } from "./edge-table.js";

const GRAMS = 5000;
const TOKENS = 300;
const pair = fc.record({ from: fc.nat(GRAMS - 1), token: fc.nat(TOKENS - 1) });
// Few numbers too, so that pairs share n-grams and tokens.
const some = fc.oneof(pair, fc.record({ from: fc.nat(3), token: fc.nat(40) }));

test("what was entered is found and nothing else, as with a Map of pairs", () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 600 }), fc.array(some, { maxLength: 300 }), (pairs, asked) => {
      const known = new Map(pairs.map(({ from, token }) => [`${from} ${token}`, { from, token }]));
      const makes = new Map([...known.keys()].map((key, n) => [key, n]));
      const table = new EdgeTable(
        {
          from: Int32Array.from(known.values(), ({ from }) => from),
          tokens: Int32Array.from(known.values(), ({ token }) => token),
          makes: Int32Array.from(makes.values()),
        },
        { grams: GRAMS, tokens: TOKENS },
      );
      const all = [
        ...asked,
        ...pairs,
        { from: -1, token: 2 },
        { from: 2, token: -1 },
        { from: -1, token: -1 },
      ];
      const grams = Int32Array.from(all, ({ from }) => from);
      table.follow(
        grams,
        Int32Array.from(all, ({ token }) => token),
        all.length,
      );
      expect([...grams]).toEqual(all.map(({ from, token }) => makes.get(`${from} ${token}`) ?? -1));
    }),
  );
});

test("a full grid of pairs, which is all that numbers allow, is found", () => {
  const size = 200;
  const edges = {
    from: new Int32Array(size * size),
    tokens: new Int32Array(size * size),
    makes: new Int32Array(size * size),
  };
  for (let e = 0; e < size * size; e++) {
    edges.from[e] = Math.floor(e / size);
    edges.tokens[e] = e % size;
    edges.makes[e] = e;
  }
  const table = new EdgeTable(edges, { grams: size * size, tokens: size });
  const found = edges.from.slice();
  table.follow(found, edges.tokens, found.length);
  expect(found).toEqual(edges.makes);
});

test("numbers so great that few steps from a first place have a key", () => {
  const edges = { from: new Int32Array(4000), tokens: new Int32Array(4000), makes: new Int32Array(4000) };
  for (let e = 0; e < 4000; e++) {
    edges.from[e] = 2 ** 31 - 2 - (e % 1000);
    edges.tokens[e] = Math.floor(e / 1000);
    edges.makes[e] = e;
  }
  // A key has room for one step, so that the table grows until nothing stands farther off.
  const table = new EdgeTable(edges, { grams: 2 ** 31 - 1, tokens: 4 });
  const found = edges.from.slice();
  table.follow(found, edges.tokens, found.length);
  expect(found).toEqual(edges.makes);
});
