import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdSet } from "./id-set.js";

test("an id set behaves as a Set", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 2 })), (ids) => {
      const set = createIdSet();
      const plain = new Set<string>();
      for (const id of ids) {
        expect(set.add(id)).toBe(!plain.has(id));
        plain.add(id);
      }
    }),
  );
});

test("it keeps its ids while it grows", () => {
  const set = createIdSet();
  for (let i = 0; i < 20_000; i++) if (!set.add(`id ${i}`)) throw new Error(`id ${i} was never added`);
  for (let i = 0; i < 20_000; i += 7) expect(set.add(`id ${i}`)).toBe(false);
});
