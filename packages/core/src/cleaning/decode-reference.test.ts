import { decodeHTMLStrict } from "entities";
import fc from "fast-check";
import { expect, test } from "vitest";
import { textsOfNames } from "./decode-reference.js";
import { htmlEntities } from "./html-entities.js";

const { apply } = htmlEntities();

test("all 2125 names of the HTML standard are decoded", () => {
  const names = [...textsOfNames().keys()];
  expect(names).toHaveLength(2125);
  for (const name of names) {
    const decoded = apply(`&${name};`);
    expect(decoded, name).toBe(decodeHTMLStrict(`&${name};`));
    expect(decoded, name).not.toBe(`&${name};`);
  }
});

test.each([
  ["&#0;", "\ufffd"],
  ["&#xD800;", "\ufffd"],
  ["&#x110000;", "\ufffd"],
  [`&#${"9".repeat(400)};`, "\ufffd"],
  ["&#128;&#x92;", "€’"],
  ["&#X1F600;", "😀"],
  ["&NotEqualTilde;", "≂̸"],
  ["&lt;&LT;&Lt;", "<<≪"],
  ["&nosuchname; &amp &ampamp; &;", "&nosuchname; &amp &ampamp; &;"],
  ["&amp;lt;", "&lt;"],
])("%s is %s", (text, expected) => {
  expect(apply(text)).toBe(expected);
});

test("any text is decoded as by the package entities", () => {
  const piece = fc.constantFrom(
    "&",
    "#",
    "x",
    "X",
    ";",
    "amp",
    "lt",
    "not",
    "in",
    "0",
    "9",
    "1f",
    "é",
    " ",
    "128",
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (one) => {
      expect(apply(one)).toBe(decodeHTMLStrict(one));
    }),
    { numRuns: 3000, examples: [["&&amp;"], ["&am&amp;"], ["&#&#65;"], ["&#x;&#;"]] },
  );
});
