import { describe, expect, expectTypeOf, test } from "vitest";
import { ImdbError } from "../errors/imdb-error.js";
import {
  above,
  callback,
  checkOption,
  either,
  flag,
  integer,
  listOf,
  nullable,
  numberList,
  type OptionRule,
  oneOf,
  optional,
  optionForms,
  optionsOf,
  recordOf,
  rule,
  seed,
  strictlyBetween,
  stringList,
  text,
  within,
} from "./index.js";

interface Options {
  readonly k: number;
  readonly scale?: "l1" | "l2" | null;
  readonly limit?: number;
  readonly weights?: "balanced" | Readonly<Record<string, number>>;
}
const options = optionsOf<Options, "limit" | "weights">({
  k: integer(1, 100),
  scale: ["l2", nullable(oneOf("l1", "l2"))],
  limit: optional(above(0)),
  weights: optional(either(oneOf("balanced"), recordOf(above(0)))),
});

function refusal(work: () => unknown): ImdbError {
  try {
    work();
  } catch (error) {
    if (ImdbError.isInstance(error) && error.code === "INVALID_OPTION") return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a schema of options", () => {
  test("fills in defaults, in the order of the rules; an optional value stays out", () => {
    const resolved = options.resolve({ limit: 2, k: 1 });
    expect(JSON.stringify(resolved)).toBe('{"k":1,"scale":"l2","limit":2}');
    expect(options.resolve({ k: 1, scale: null })).toEqual({ k: 1, scale: null });
    expect(options.resolve({ k: 1, scale: undefined } as never)).toEqual({ k: 1, scale: "l2" });
    expectTypeOf(resolved.scale).toEqualTypeOf<"l1" | "l2" | null>();
    expectTypeOf(resolved.limit).toEqualTypeOf<number | undefined>();
  });

  test.each<[object, string, RegExp]>([
    [{}, "k", /Option k is undefined, expected an integer from 1 to 100/],
    [{ k: 1.5 }, "k", /1\.5/],
    [{ k: "1" }, "k", /"1"/],
    [{ k: 1, scale: "max" }, "scale", /"max", expected "l1" or "l2", or null/],
    [{ k: 1, limit: null }, "limit", /null/],
    [{ k: 1, limit: Number.POSITIVE_INFINITY }, "limit", /Infinity/],
    [{ k: 1, weights: { pos: 1, neg: -1 } }, "weights.neg", /-1, expected a finite number above 0/],
    [{ k: 1, weights: [1] }, "weights", /an array/],
  ])("refuses %j, naming option, value and what is expected", (given, option, message) => {
    const error = refusal(() => options.resolve(given as never));
    expect(error.details).toMatchObject({ option });
    expect(error.message).toMatch(message);
  });

  test("refuses a name that does not exist, with the nearest one that exists", () => {
    const error = refusal(() => options.resolve({ k: 1, limits: 3 } as never));
    expect(error.message).toMatch(/no option limits; expected one of k, scale, limit, weights/);
    expect(error.remedy).toBe("Write limit instead of limits.");
    expect(refusal(() => options.resolve({ k: 1, colour: 3 } as never)).remedy).toBe("Leave colour out.");
    expect(refusal(() => options.resolve({ k: 1, sclae: 3 } as never)).remedy).toMatch(/^Write scale/);
  });

  test.each([null, "k=1", 7, [{ k: 1 }]])("refuses %j in place of options", (given) => {
    const error = refusal(() => options.resolve(given as never));
    expect(error.message).toMatch(/^Option options is .*, expected an object of options\.$/);
  });

  test("names what the options belong to, where it is told", () => {
    const messageOf = (given: unknown) =>
      refusal(() => options.resolve(given as never, 'task "load"')).message;
    expect(messageOf({ k: 0 })).toMatch(/^Option k of task "load" is 0, expected/);
    expect(messageOf({ k: 1, limits: 3 })).toMatch(/^There is no option limits of task "load"; expected/);
    expect(messageOf(null)).toMatch(/^Option options of task "load" is null/);
  });

  test("must agree with the interface, or it does not compile", () => {
    // @ts-expect-error An option is missing.
    optionsOf<{ a?: number; b?: number }>({ a: [1, above(0)] });
    // @ts-expect-error There is no option c.
    optionsOf<{ a?: number }>({ a: [1, above(0)], c: [1, above(0)] });
    // @ts-expect-error A default of another type.
    optionsOf<{ a?: number }>({ a: ["1", above(0)] });
    // @ts-expect-error A word that the type does not know.
    optionsOf<{ a?: "x" }>({ a: ["x", oneOf("x", "y")] });
    // @ts-expect-error A word of the type that the rule refuses.
    optionsOf<{ a?: "x" | "y" }>({ a: ["x", oneOf("x")] });
    // @ts-expect-error It may be left out, and has no default.
    optionsOf<{ a?: number }>({ a: above(0) });
  });
});

describe("options of several forms", () => {
  const forms = optionForms(
    ["solver", "penalty"],
    [
      optionsOf<{ solver?: "one"; penalty?: "l2"; dual?: boolean }>({
        solver: ["one", oneOf("one")],
        penalty: ["l2", oneOf("l2")],
        dual: [true, flag],
      }),
      optionsOf<{ solver: "two"; penalty: "l1" }>({ solver: oneOf("two"), penalty: oneOf("l1") }),
      optionsOf<{ solver: "two"; penalty: "mixed"; ratio?: number }>({
        solver: oneOf("two"),
        penalty: oneOf("mixed"),
        ratio: [0.5, within(0, 1)],
      }),
    ],
  );

  test("are those of the form that fits", () => {
    expect(forms.resolve({})).toEqual({ solver: "one", penalty: "l2", dual: true });
    expect(forms.resolve({ solver: "two", penalty: "l1" })).toEqual({ solver: "two", penalty: "l1" });
    expect(forms.resolve({ solver: "two", penalty: "mixed" })).toMatchObject({ ratio: 0.5 });
    // @ts-expect-error A ratio belongs to the mixed penalty.
    expect(refusal(() => forms.resolve({ solver: "two", penalty: "l1", ratio: 1 })).message).toMatch(/ratio/);
  });

  test("refuse what is not an object of options", () => {
    expect(refusal(() => forms.resolve(null as never)).message).toMatch(/^Option options is null/);
  });

  test("name the possible values where no form fits", () => {
    const solver = refusal(() => forms.resolve({ solver: "three" } as never));
    expect(solver.message).toBe('Option solver is "three", expected "one" or "two".');
    const penalty = refusal(() => forms.resolve({ solver: "two", penalty: "l2" } as never));
    expect(penalty.message).toBe('Option penalty is "l2", expected "l1" or "mixed".');
  });
});

test.each<[OptionRule<never>, unknown[], unknown[]]>([
  [above(1), [1.1], [1, Number.NaN, Number.POSITIVE_INFINITY, "2"]],
  [within(0, 1), [0, 1], [-0.1, 1.1, Number.NaN, null]],
  [within(1, Number.POSITIVE_INFINITY), [1, 1e9], [0.5, Number.POSITIVE_INFINITY]],
  [strictlyBetween(0, 1), [0.5], [0, 1]],
  [integer(2), [2, 2 ** 31 - 1], [1, 2.5, 2 ** 31, "2"]],
  [seed, [0, 2 ** 32 - 1], [-1, 2 ** 32]],
  [flag, [true, false], [1, "true"]],
  [text, ["a", ""], [1, null]],
  [callback(), [() => 1, class {}], ["a", null, undefined]],
  [numberList, [[1], new Float64Array(2), { length: 0 }], ["12", null, undefined, 3, {}]],
  [stringList, [["a"], []], ["a", null, { length: 1 }]],
  [listOf(above(0), 1), [[1]], [[], [0], "a", { 0: 1 }]],
  [rule("even", (value) => Number(value) % 2 === 0), [2], [1]],
] as never)("rule %# accepts and refuses", (own, good, bad) => {
  for (const value of good) expect(checkOption("x", value as never, own)).toBe(value);
  for (const value of bad) refusal(() => checkOption("x", value as never, own));
});
