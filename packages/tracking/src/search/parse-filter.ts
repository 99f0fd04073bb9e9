import { checkOption, text } from "@imdb/core/options";
import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";
import { type Column, columnValue, parseColumn } from "./column.js";
import { like } from "./like.js";
import { fail, type Token, tokenize } from "./tokens.js";

type Test = (value: string | number | undefined) => boolean;
type RunTest = (run: Run) => boolean;
type Operator = Pick<Token, "text" | "position">;

const NUMBER_TESTS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
};

const TEXT_TESTS: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  LIKE: like,
  ILIKE: (a, b) => like(a.toLowerCase(), b.toLowerCase()),
};

/**
 * Parses a filter in MLflow's search grammar: comparisons joined by AND.
 *
 * | column | values | operators |
 * | --- | --- | --- |
 * | `metrics.k` | numbers | `=` `!=` `>` `>=` `<` `<=` |
 * | `attributes.start_time`, `attributes.end_time` | numbers | the same |
 * | `params.k`, `tags.k` | texts in quotes | `=` `!=` `LIKE` `ILIKE` `IS NULL` `IS NOT NULL` |
 * | `attributes.status` and other attributes | texts in quotes | `=` `!=` `LIKE` `ILIKE` |
 * | `attributes.run_id`, `dataset.name`, `dataset.digest`, `dataset.context` | texts in quotes | the same, `IN` `NOT IN` |
 *
 * A run without a value for the column matches `IS NULL` and nothing else.
 *
 * @returns A function that returns whether a run matches.
 * @throws  `INVALID_SEARCH_FILTER` with the position of the mistake.
 * @see     https://mlflow.org/docs/latest/ml/search/search-runs/
 * @example
 * const good = parseFilter("metrics.accuracy >= 0.9 AND params.solver = 'liblinear'");
 * const good2 = parseFilter("tags.`mlflow.user` LIKE 'a%' AND attributes.status = 'FINISHED'");
 */
export function parseFilter(filter: string): (run: Run) => boolean {
  checkOption("filter", filter, text, "parseFilter");
  const parser: Parser = { filter, tokens: tokenize(filter), next: 0 };
  const tests: RunTest[] = [];
  while (parser.next < parser.tokens.length) {
    if (tests.length > 0) {
      const { kind, text, position } = take(parser);
      if (kind !== "name" || text.toUpperCase() !== "AND")
        fail(filter, position, `expected AND, found ${text}`);
    }
    tests.push(parseComparison(parser));
  }
  return (run) => tests.every((test) => test(run));
}

/** A recursive descent parser: its functions take the tokens one after the other. */
interface Parser {
  readonly filter: string;
  readonly tokens: readonly Token[];
  /** The index of the next token. */
  next: number;
}

function take(parser: Parser): Token {
  const { filter, tokens } = parser;
  return tokens[parser.next++] ?? fail(filter, filter.length, "it ends in the middle of a comparison");
}

function parseComparison(parser: Parser): RunTest {
  const name = take(parser);
  if (name.kind !== "name") fail(parser.filter, name.position, `expected a column, found ${name.text}`);
  const column = parseColumn(name.text, parser.filter, name.position);
  const test = parseTest(parser, column, parseOperator(parser));
  if (column.entity !== "dataset") return (run) => test(columnValue(run, column));
  return (run) => datasetValues(run, column.key).some(test);
}

function parseOperator(parser: Parser): Operator {
  const { kind, text, position } = take(parser);
  let operator = kind === "name" ? text.toUpperCase() : text;
  if (operator === "NOT" || operator === "IS") operator += ` ${take(parser).text.toUpperCase()}`;
  if (operator === "IS NOT") operator += ` ${take(parser).text.toUpperCase()}`;
  return { text: operator, position };
}

/** Parses what follows the operator of a comparison. */
function parseTest(parser: Parser, column: Column, operator: Operator): Test {
  const isNullable = column.entity === "param" || column.entity === "tag";
  if (isNullable && operator.text === "IS NULL") return (value) => value === undefined;
  if (isNullable && operator.text === "IS NOT NULL") return (value) => value !== undefined;
  if (column.type === "number") {
    const compare = comparisonOf(parser, NUMBER_TESTS, operator);
    const bound = Number(takeKind(parser, "number", "a number"));
    return (value) => typeof value === "number" && compare(value, bound);
  }
  const takesList = column.key === "run_id" ? column.entity === "attribute" : column.entity === "dataset";
  if (takesList && (operator.text === "IN" || operator.text === "NOT IN")) {
    const list = parseList(parser);
    return (value) => value !== undefined && list.has(String(value)) === (operator.text === "IN");
  }
  const compare = comparisonOf(parser, TEXT_TESTS, operator);
  const bound = takeText(parser);
  return (value) => typeof value === "string" && compare(value, bound);
}

function comparisonOf<T>(
  { filter }: Parser,
  tests: Readonly<Record<string, T>>,
  { text, position }: Operator,
): T {
  if (Object.hasOwn(tests, text)) return tests[text]!;
  fail(filter, position, `${text} is not one of ${Object.keys(tests).join(" ")} here`);
}

function takeText(parser: Parser): string {
  return takeKind(parser, "text", "a text in quotes");
}

function takeKind(parser: Parser, kind: Token["kind"], expected: string): string {
  const token = take(parser);
  if (token.kind !== kind) fail(parser.filter, token.position, `expected ${expected}, found ${token.text}`);
  return token.text;
}

function parseList(parser: Parser): ReadonlySet<string> {
  const list = new Set<string>();
  for (let separator = "("; separator !== ")"; ) {
    const { text, position } = take(parser);
    if (text !== separator && !(list.size > 0 && text === ")")) {
      fail(parser.filter, position, `expected ${separator}, found ${text}`);
    }
    if (text === ")") break;
    list.add(takeText(parser));
    separator = parser.tokens[parser.next]?.text === ")" ? ")" : ",";
    if (separator === ")") parser.next++;
  }
  return list;
}

/** The values of a column of datasets, one for each dataset of a run. */
function datasetValues(run: Run, key: string): (string | undefined)[] {
  return run.inputs.map((dataset) => {
    if (key === "context") return dataset.tags[DATASET_CONTEXT_TAG];
    return key === "name" ? dataset.name : dataset.digest;
  });
}
