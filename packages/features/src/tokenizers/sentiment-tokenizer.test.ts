import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sentimentTokenizer } from "./sentiment-tokenizer.js";

const tokens = (text: string) =>
  sentimentTokenizer()
    .tokenize(text)
    .map((token) => token.text);

describe("sentimentTokenizer", () => {
  test.each([
    ["I don't, won\u2019t & 'can' O'Neil's", ["I", "don't", ",", "won't", "&", "'", "can", "'", "O'Neil's"]],
    ["great!!! why?", ["great", "!", "!", "!", "why", "?"]],
    [":) ;-( =D :P :))) 8) <3", [":)", ";-(", "=D", ":P", ":)", "8", ")", "<", "3"]],
    ["note:Disney a:3b x=:", ["note", ":", "Disney", "a", ":", "3b", "x", "=", ":"]],
    ["a<br />b<BR>c<br/>d<b>e", ["a", "b", "c", "d", "<", "b", ">", "e"]],
    [
      "10/10 \u00e9t\u00e9 \u{1F600}\u{1D400} \ud800",
      ["10", "/", "10", "\u00e9t\u00e9", "\u{1F600}", "\u{1D400}", "\ud800"],
    ],
    ["", []],
  ])("%j", (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  test("loses no character but white space, line breaks and repeated mouths; places are where they say", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        let at = 0;
        for (const { text: token, start, end } of sentimentTokenizer().tokenize(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(text.slice(at, start)).toMatch(/^(\s|[\x1c-\x1f\x85]|<br\s*\/?>)*$/i);
          expect(text.slice(start, end).replaceAll("\u2019", "'").startsWith(token)).toBe(true);
          at = end;
        }
      }),
    );
  });

  test("takes time linear in the text", () => {
    for (const unit of ["<br", "<br ", ":", ":'", "'", "\u03a3'", "a'", ":)", "\u0130", "\ud800"]) {
      expect(tokens(unit.repeat(50_000)).length).toBeGreaterThan(0);
    }
  }, 10_000);
});
