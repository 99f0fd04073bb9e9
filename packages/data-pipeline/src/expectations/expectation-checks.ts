import { InvalidOption } from "@imdb/core";
import {
  anObject,
  callback,
  checkOption,
  integer,
  listOf,
  nearestName,
  type OptionRule,
  optional,
  optionsOf,
} from "@imdb/core/options";
import type { CheckedData, Observation, OwnCheck, QualityCheck } from "../quality/check.js";
import { CHECKS } from "../quality/run-checks.js";
import type { Expectation, ExpectedData, OwnExpectation, UnmetExpectation } from "./expectation.js";
import { commonRules, type ExpectationKind, filledText } from "./kind.js";
import { KINDS } from "./kinds.js";

/** The rule of a list of expectations; {@link expectationChecks} checks the members. */
export const expectationsRule: OptionRule<readonly Expectation[]> = listOf(
  anObject<Expectation>("an expectation, { expect, … }"),
);

const ownExpectation = optionsOf<OwnExpectation, "severity">({
  name: filledText,
  severity: commonRules.severity,
  expect: callback<OwnExpectation["expect"]>(),
});

const unmetExpectation = optionsOf<UnmetExpectation, keyof UnmetExpectation>({
  message: filledText as never,
  count: optional(integer(0)),
  examples: optional(listOf(commonRules.name)),
  observed: optional(commonRules.name),
  expected: optional(commonRules.name),
  remedy: optional(commonRules.name),
});

/**
 * The checks of expectations, in their order.
 *
 * @param reach  `documents` where the documents are in memory; `counts` for a stream.
 * @throws `INVALID_OPTION` for a kind or a parameter that does not exist, bounds that are none, a name twice, and one that
 *         needs documents where there are only counts.
 */
export function expectationChecks(
  expectations: readonly Expectation[],
  reach: "documents" | "counts",
): readonly QualityCheck[] {
  const names = new Set(CHECKS.map(({ name }) => name));
  return expectations.map((expectation, i) => {
    const place = `expectations[${i}]`;
    const check =
      typeof expectation.expect === "function"
        ? ownCheck(expectation as OwnExpectation, place)
        : namedCheck(expectation.expect, expectation, place);
    if (reach === "counts" && !("observeCounts" in check)) {
      const expected = `${countKinds().join(", ")}: the documents of a stream are not in memory`;
      throw InvalidOption.create({ option: `${place}.expect`, value: expectation.expect, expected });
    }
    if (names.has(check.name)) {
      const expected = "a name that no other check has";
      throw InvalidOption.create({ option: `${place}.name`, value: check.name, expected });
    }
    names.add(check.name);
    return check;
  });
}

function countKinds(): readonly string[] {
  return Object.entries(KINDS).flatMap(([name, kind]) => ("observeCounts" in kind ? [name] : []));
}

function namedCheck(kindName: string, expectation: Expectation, place: string): QualityCheck {
  const kinds = Object.keys(KINDS);
  if (!kinds.includes(kindName)) {
    const near = nearestName(String(kindName), kinds) ?? null;
    const expected = `one of ${kinds.join(", ")}, or a function`;
    throw InvalidOption.create({ option: `${place}.expect`, value: kindName, expected, near });
  }
  const kind = KINDS[kindName as keyof typeof KINDS] as unknown as ExpectationKind<Parameters>;
  const { expect: _, ...given } = expectation;
  const parameters = kind.schema.resolve(given as object, `${place} (${kindName})`) as Parameters;
  checkBounds(parameters, kind.schema.names, place);
  const { name, severity = "error", part } = parameters;
  const rules = {
    name: name ?? [kindName, kind.about(parameters), part ?? ""].filter((word) => word !== "").join(" "),
    severity,
    maxShare: 0,
  } as const;
  return "observe" in kind
    ? { ...rules, observe: (data) => kind.observe(data, parameters) }
    : { ...rules, observeCounts: (counts) => kind.observeCounts(counts, parameters) };
}

interface Parameters extends Pick<Expectation, "name" | "severity"> {
  readonly part?: string;
  readonly min?: number;
  readonly max?: number;
}

function checkBounds({ min, max }: Parameters, names: readonly string[], place: string): void {
  const isGiven = min !== undefined || max !== undefined;
  const isInOrder = (min ?? -Infinity) <= (max ?? Infinity);
  if (!names.includes("min") || (isGiven && isInOrder)) return;
  const expected = min === undefined ? "a number, here or in max" : `a number up to max, which is ${max}`;
  throw InvalidOption.create({ option: `${place}.min`, value: min, expected });
}

function ownCheck(expectation: OwnExpectation, place: string): OwnCheck {
  const { name, severity = "error", expect } = ownExpectation.resolve(expectation, place);
  return {
    name,
    severity,
    maxShare: 0,
    observeAll: (data) => unmetOf(expect(dataOf(data)), place),
  };
}

function dataOf({ examples, parts }: CheckedData): ExpectedData {
  const of = (part: string) => examples.filter((_, i) => parts[i] === part);
  return {
    train: of("train"),
    validation: of("validation"),
    test: of("test"),
    unlabelled: of("unlabelled"),
  };
}

function unmetOf(returned: readonly UnmetExpectation[], place: string): readonly Observation[] {
  const list = checkOption(
    `${place}.expect()`,
    returned,
    listOf(anObject<UnmetExpectation>("{ message, … }")),
  );
  return list.map((unmet, i) => {
    const { count = 1, examples = [], ...words } = unmetExpectation.resolve(unmet, `${place}.expect()[${i}]`);
    return { count, of: count, examples, ...(words as { message: string }), isMet: false };
  });
}
