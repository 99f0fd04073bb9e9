import { expect, test } from "vitest";
import { attributesOf } from "./attributes.js";

const read = (value: unknown) => attributesOf({ n: value }, { n: "number" });

test("numbers are rounded, but a whole number that would change is a bad row", () => {
  expect(read("0.12345678901234567890")).toEqual({ values: { n: 0.12345678901234568 } });
  expect(read("-9007199254740992")).toEqual({ values: { n: -9007199254740992 } });
  for (const value of ["9007199254740993", 9007199254740993n, 18446744073709551615n]) {
    expect(read(value)).toMatchObject({ field: "n", problem: expect.stringMatching(/use the type text/) });
  }
  expect(read("1e400")).toMatchObject({ field: "n" });
});

test("an empty value is missing, with types and without", () => {
  expect(read("")).toEqual({ values: {} });
  expect(attributesOf({ n: "" }, ["n"])).toEqual({ values: {} });
});
