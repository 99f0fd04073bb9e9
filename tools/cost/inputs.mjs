// Hostile inputs by their kind: each makes one of about so many bytes.

/** `part` as often as it fills so many bytes, between two ends. */
export function filled(part, begin = "", end = "") {
  return (bytes) => begin + part.repeat(Math.max(1, Math.floor(bytes / part.length))) + end;
}

/** Parts that differ, made from their number, between two ends. */
export function numbered(partOf, begin = "", end = "", between = "") {
  return (bytes) => {
    const count = Math.max(1, Math.floor(bytes / (partOf(1000).length + between.length)));
    return begin + Array.from({ length: count }, (_, i) => partOf(i)).join(between) + end;
  };
}

/** The inputs of a kind, each in something: a text as a field, a document as bytes. */
export function inside(inputs, wrap) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, make]) => [name, async (bytes) => wrap(await make(bytes))]),
  );
}

export const utf8 = (text) => new TextEncoder().encode(text);

/** Texts. */
export const TEXTS = {
  "one letter": filled("a"),
  "one word": filled("good"),
  words: filled("good bad "),
  "many words": numbered((i) => `w${i} `),
  "combining marks": filled("\u0315\u0300\u05ae\u0301", "a"),
  "lone surrogates": filled("\ud800"),
  "joined emoji": filled("\u{1f469}\u200d"),
  "white space": filled(" \u3000"),
  "line breaks": filled("\r\n"),
  "open tags": filled("<"),
  "breaks of lines": filled("<br "),
  comments: filled("<!--"),
  references: filled("&#x"),
  quotes: filled('"'),
  backslashes: filled("\\"),
  apostrophes: filled("a'"),
  hyphens: filled("a-"),
  "full stops": filled("1."),
  emoticons: filled(":-"),
  addresses: filled("http://a."),
  "capital letters": filled("\u0130\u1e9e"),
};

/** A few of {@link TEXTS}, for entries that pass texts on. */
export const SOME_TEXTS = Object.fromEntries(
  ["one letter", "many words", "combining marks", "lone surrogates", "white space", "quotes"].map((name) => [
    name,
    TEXTS[name],
  ]),
);

/** JSON texts, well formed or not. */
export const JSON_TEXTS = {
  "a deep list": filled("["),
  "a deep list that ends": (bytes) => "[".repeat(bytes / 2) + "]".repeat(bytes / 2),
  "deep objects": filled('{"a":'),
  numbers: filled("1,", "[", "1]"),
  "empty lists": filled("[],", "[", "[]]"),
  "empty objects": filled("{},", "[", "{}]"),
  "empty texts": filled('"",', "[", '""]'),
  "many names": numbered((i) => `"n${i}":${i}`, "{", "}", ","),
  "one name again": filled('"a":1,', "{", '"a":1}'),
  "names of objects": numbered((i) => `"n${i}":{}`, "{", "}", ","),
  "one long name": filled("n", '{"', '":1}'),
  "one long text": filled("t", '"', '"'),
  "an open text": filled("t", '{"a":"'),
  escapes: filled('\\\\\\"', '"', '"'),
  "escaped units": filled("\\ud800", '"', '"'),
  "a long number": filled("1"),
  "white space": filled(" ", "", "1"),
};

/** JSON objects of many wrong members beside and in the place of good ones, for a schema. */
export function jsonFields(names) {
  return Object.fromEntries(
    names.flatMap((name) => [
      [`numbers in ${name}`, filled("1,", `{"${name}":[`, "1]}")],
      [`objects in ${name}`, filled("{},", `{"${name}":[`, "{}]}")],
      [`names in ${name}`, numbered((i) => `"n${i}":[]`, `{"${name}":{`, "}}", ",")],
      [`a long text in ${name}`, filled("t", `{"${name}":"`, '"}')],
    ]),
  );
}

/** CSV files with a header. */
export const CSV_TEXTS = {
  "short rows": filled("a,1\n", "text,label\n"),
  "empty lines": filled("\n", "text,label\n"),
  "carriage returns": filled("\r", "text,label\n"),
  "an open quote": filled("a,1\n", 'text,label\n"'),
  "rows of quotes": filled('"', "text,label\n"),
  "text behind a quote": filled('"a"b,1\n', "text,label\n"),
  "an open quote in each row": filled('"a,1\n', "text,label\n"),
  "one long field": filled("a", "text,label\n"),
  "many fields": filled(",", "text,label\n"),
  "rows of too many fields": filled(`${"a,".repeat(100)}\n`, "text,label\n"),
  "many columns": (bytes) =>
    `${numbered((i) => `c${i}`, "", "", ",")(bytes / 2)}\n${",".repeat(bytes / 2)}\n`,
  "one column again": filled("text,", "", "text\n"),
  "a long name": filled("n", "", ",label\na,1\n"),
  "no end of the header": filled('"a""', '"'),
  "many labels": numbered((i) => `a,l${i}\n`, "text,label\n"),
  "combining marks": filled("\u0315\u0300\u05ae\u0301", "text,label\na"),
  "no text": filled(",1\n", "text,label\n"),
};

/** JSON Lines files. */
export const JSONL_TEXTS = {
  ...Object.fromEntries(Object.entries(JSON_TEXTS).map(([name, make]) => [`a line: ${name}`, make])),
  "short rows": filled('{"text":"a","label":"b"}\n'),
  "bad rows": filled("{\n"),
  "empty objects": filled("{}\n"),
  "empty lines": filled("\n"),
  "rows of numbers": filled("1\n"),
  "rows with names of their own": numbered((i) => `{"text":"a","n${i}":1}\n`),
  "deep rows": filled(`${"[".repeat(200)}\n`),
  "a long text": filled("a", '{"text":"', '"}\n'),
};

/** YAML files. */
export const YAML_TEXTS = {
  "a deep list": filled("["),
  "deep objects": filled("{a: "),
  "deep lists of lines": filled("- ", "a:\n  "),
  indentation: (bytes) => {
    const depth = Math.floor(Math.sqrt(2 * bytes));
    return Array.from({ length: depth }, (_, i) => `${" ".repeat(i)}a:\n`).join("");
  },
  "many names": numbered((i) => `n${i}: 1\n`),
  "one name again": filled("a: 1\n"),
  "short lines": filled("- 1\n"),
  "numbers in a list": filled("1,", "a: [", "1]"),
  "one long text": filled("a"),
  "many lines of one text": filled("a\n"),
  "an open quote": filled("a\n", 'a: "'),
  "a block of text": filled("  a\n", "a: |\n"),
  comments: filled("# a\n"),
  documents: filled("---\n"),
  anchors: numbered((i) => `- &a${i} x\n`),
  aliases: filled("- *a\n", "- &a x\n"),
  tags: filled("- !!str a\n"),
  "one long alias": filled("a", "- *"),
  "one long tag": filled("a", "- !!", " b"),
  "complex names": filled("? "),
  "white space": filled(" "),
  "line breaks": filled("\n"),
  colons: filled(": "),
};
