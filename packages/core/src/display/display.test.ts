import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createSplit } from "../contracts/split.js";
import { fittedOn } from "../contracts/vectorizer.js";
import { csrFromRows, csrSelectRows, csrStack } from "../matrix/csr-matrix.js";
import { displayed, displayHtml, shown } from "./display.js";
import { displayFitted } from "./fitted.js";
import * as node from "./index.js";
import * as web from "./web.js";

const NOTEBOOK = Symbol.for("Jupyter.display");
const version = `sha256:${"ab".repeat(32)}` as const;
const examples = Array.from({ length: 1234 }, (_, i) => ({
  id: `${i}`,
  text: `${"word ".repeat(40)}${i}`,
  label: i % 3 === 0 ? "neg" : "pos",
}));

test("a split is a few lines", () => {
  const cleaning = [{ name: "html-breaks", version: 1 }];
  const split = createSplit("train", examples, version, { cleaning, positive: "pos" });
  expect(inspect(split)).toBe(`Split train
  examples        1,234
  labels          pos 822, neg 412
  positive class  pos
  cleaned by      html-breaks@1
  first text      "${"word ".repeat(19)}word…
  version         ${version}`);
  expect(inspect(createSplit("test", [], version))).toBe(`Split test
  examples  0
  version   ${version}`);
});

test("a matrix says its size and its values, also after rows were chosen or stacked", () => {
  const matrix = csrFromRows(
    [
      [[0, 1]],
      [],
      [
        [1, 0.5],
        [3, -2],
      ],
    ],
    4,
  );
  expect(inspect(matrix)).toBe(`Sparse matrix
  rows             3
  columns          4
  values           3
  values in a row  1
  least            -2
  greatest         1`);
  expect(inspect(csrSelectRows(matrix, [0, 0]))).toContain("rows             2");
  expect(inspect(csrStack([matrix, matrix]))).toContain("rows             6");
  expect(inspect(csrFromRows([], 0))).toBe(`Sparse matrix
  rows     0
  columns  0
  values   0`);
});

describe("a fitted part", () => {
  const part = {
    kind: "LogisticRegression",
    params: { C: 10, penalty: "l2", classWeight: null, warm: false, ngramRange: [1, 2] },
    featureCount: 12345,
    classes: ["neg", "pos"],
    report: { solver: "lbfgs", iterations: 7, converged: false, warnings: ["The fit did not converge."] },
  };

  test("says its classes, size, parameters and fit", () => {
    expect(inspect(displayFitted({ ...part }))).toBe(`LogisticRegression (fitted)
  classes     neg, pos
  features    12,345
  parameters  C 10, ngramRange [1,2], penalty "l2"
  fit         lbfgs, 7 iterations, did not converge, The fit did not converge.`);
  });

  test("of a stranger has a view when it is fitted; a frozen one, or one with a view of its own, stays as it is", () => {
    const fitted = () => ({ kind: "mine", params: {}, featureCount: 2, transform: () => {} }) as never;
    expect(inspect(fittedOn([], fitted()))).toMatch(/^mine \(fitted\)/);
    const frozen = Object.freeze<object>(fitted());
    expect(fittedOn([], frozen as never)).toBe(frozen);
    const own = { ...part, [inspect.custom]: () => "own" };
    expect(inspect(displayFitted(own))).toBe("own");
  });
});

describe("every view", () => {
  const show = displayed<{ readonly n: number }>(({ n }) => ({
    title: `Thing <${n}>`,
    rows: Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`row ${i}`, i === 0 ? `\u001b[31m\n"&'<b>` : i]),
    ),
  }));

  test("has at most 12 lines of limited length, without control characters", () => {
    const lines = inspect(show({ n: 500 })).split("\n");
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe("  …      490 more rows");
    expect(lines[1]).toBe(`  row 0   [31m "&'<b>`);
    const long = displayed(() => ({ title: "t".repeat(1e6), rows: { ["n".repeat(1e6)]: "v".repeat(1e6) } }));
    expect(inspect(long({})).length).toBeLessThan(400);
  });

  test("is one line where it is nested more deeply than Node prints", () => {
    expect(inspect({ a: { b: { c: show({ n: 3 }) } } })).toContain("c: [Thing <3>]");
    expect(inspect([show({ n: 1 })])).toContain("Thing <1>\n");
  });

  test("has the same rows in HTML, with all values escaped", () => {
    const value = show({ n: 1 });
    const html =
      "<table><caption>Thing &#60;1&#62;</caption><tr><th>row 0</th><td> [31m &#34;&#38;&#39;&#60;b&#62;</td></tr></table>";
    const views = (value as never as Record<symbol, () => object>)[NOTEBOOK]!();
    expect(views).toEqual({ "text/html": html, "text/plain": inspect(value) });
    expect(displayHtml(value)).toBe(html);
    expect(() => displayHtml({})).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => displayHtml(undefined as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  test("changes nothing but how the object is shown", () => {
    const [plain, shown] = [{ n: 1 }, show({ n: 1 })];
    expect(JSON.stringify(shown)).toBe(JSON.stringify(plain));
    expect(shown).toStrictEqual(plain);
    expect(structuredClone(shown)).toStrictEqual(plain);
    expect(inspect({ ...shown })).toBe("{ n: 1 }");
    expect(Object.keys(shown)).toEqual(["n"]);
  });

  test("is that of the object as it is now", () => {
    const changing = show({ n: 1 }) as { n: number };
    changing.n = 2;
    expect(inspect(changing)).toContain("row 1  1");
  });
});

test("numbers, lists and objects are short", () => {
  expect([1234567, -1000, 0.123456, 12, Number.NaN].map(shown)).toEqual([
    "1,234,567",
    "-1,000",
    "0.1235",
    "12",
    "NaN",
  ]);
  expect(shown(["a", "b", 1000])).toBe("a, b, 1,000");
  expect(shown(Array.from({ length: 1010 }, (_, i) => i))).toBe("0, 1, 2, 3, 4, 5, 6, 7 and 1,002 more");
  const params = { C: 0, warm: false, weights: null, solver: "lbfgs", inner: { b: [1, 2], a: "x" } };
  expect(shown(params)).toBe('C 0, inner { a "x", b [1,2] }, solver "lbfgs"');
});

test("in a browser objects have no view, and nobody takes another for it", () => {
  expect(Object.keys(web).sort()).toEqual(Object.keys(node).sort());
  const split = { role: "train" };
  expect(Object.getOwnPropertySymbols(web.displaySplit(split as never))).toEqual([]);
  expect(web.displayed(() => ({ title: "", rows: {} }))(split)).toBe(split);
  expect(() => web.displayHtml(split)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
