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
    [
      "\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u{1F44D}\u{1F3FD} \u{1F1E9}\u{1F1EA}\u{1F1EB}\u{1F1F7}\u2764\ufe0f!",
      [
        "\u{1F468}\u200d\u{1F469}\u200d\u{1F467}",
        "\u{1F44D}\u{1F3FD}",
        "\u{1F1E9}\u{1F1EA}",
        "\u{1F1EB}\u{1F1F7}",
        "\u2764\ufe0f",
        "!",
      ],
    ],
    [
      "top3\ufe0f\u20e3 1\u20e3 #\ufe0f\u20e3 \u2139\ufe0f 5\ufe0f",
      ["top", "3\ufe0f\u20e3", "1\u20e3", "#\ufe0f\u20e3", "\u2139\ufe0f", "5", "\ufe0f"],
    ],
    [
      "good:) bad:( :D\u{1F600}:D (:P) no:-D x :/",
      ["good", ":)", "bad", ":(", ":D", "\u{1F600}", ":D", "(", ":P", ")", "no", ":-D", "x", ":/"],
    ],
  ])("%j", (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  test.each([
    "see http://imdb.com",
    "file:///films",
    "ratio 4:3 screen",
    "on 12:30, 8:3",
    "Director:D. Lynch",
    "x=3 y=D. z=-3",
    "C:\\\\films and C:\\films",
    "Cast:(Jane) and:[1] a:*b*",
    "h\u00e9:P. \u{1D400}:D.",
  ])("no emoticon in %j", (text) => {
    expect(tokens(text).filter((token) => /^[:;=]./.test(token))).toEqual([]);
  });

  test("an emoji is a grapheme cluster as the engine's own segmenter finds it", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    const parts = fc.constantFrom(
      ..."\u{1F468} \u{1F469} \u{1F467} \u{1F44D} \u2764 \u26a7 \u00a9 \u{1F3F4} \u{1F1E9} \u{1F1EA} ! # \u200d \u200d \u200d \ufe0f \ufe0f \u20e3 \u{1F3FB} \u{1F3FF} \u{E0067} \u{E007F}".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (drawn) => {
        const text = drawn.join("");
        expect(tokens(text)).toEqual([...segmenter.segment(text)].map(({ segment }) => segment));
      }),
      { numRuns: 2000 },
    );
  });

  test("every emoji that is recommended for interchange is one token", () => {
    const source = "^\\p{RGI_Emoji}$";
    // Not a literal: the flag is newer than the target of the compiler.
    const all = new RegExp(source, "v");
    const flags = ["\u{1F1E9}\u{1F1EA}", "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"];
    const joined = [
      "\u{1F3F3}\ufe0f\u200d\u{1F308}",
      "\u{1F469}\u{1F3FD}\u200d\u2764\ufe0f\u200d\u{1F48B}\u200d\u{1F468}\u{1F3FB}",
      "\u{1F9D1}\u200d\u{1F4BB}",
    ];
    const single = Array.from({ length: 0x20000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .flatMap((one) => [one, `${one}\ufe0f`, `${one}\ufe0f\u20e3`, `${one}\u{1F3FD}`]);
    const emoji = [...single, ...flags, ...joined].filter((one) => all.test(one));
    expect(emoji.length).toBeGreaterThan(1500);
    for (const one of emoji) expect(tokens(`a${one}b`)).toEqual(["a", one, "b"]);
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
    for (const unit of [
      "<br",
      "<br ",
      ":",
      ":'",
      "'",
      "\u03a3'",
      "a'",
      ":)",
      "\u0130",
      "\ud800",
      "\u200d",
      "\ufe0f",
      "\u2764\u200d",
      "\u{1F1E9}",
      "3\ufe0f",
      "a:(",
      "://",
    ]) {
      expect(tokens(unit.repeat(50_000)).length).toBeGreaterThan(0);
    }
  }, 10_000);
});
