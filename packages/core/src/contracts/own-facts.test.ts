import { expect, test } from "vitest";
import { ownFacts } from "./own-facts.js";

const FACT: unique symbol = Symbol("fact");

test("facts of an object are not those of its copies and heirs", () => {
  let reads = 0;
  const given = {
    params: { C: 1 },
    get identity(): string | undefined {
      return `read ${++reads}`;
    },
    [FACT]: 7 as number | undefined,
  };
  const object = ownFacts(given, "identity", FACT);
  expect([object.identity, object[FACT], reads]).toEqual(["read 1", 7, 1]);
  const copies = [{ ...object }, Object.assign({}, object), Object.create(object), new Proxy(object, {})];
  for (const copy of copies) {
    expect([copy.params, copy.identity, copy[FACT]]).toEqual([{ C: 1 }, undefined, undefined]);
  }
  expect(reads).toBe(1);
});
