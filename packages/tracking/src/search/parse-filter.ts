import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";
import { type Column, columnValue, parseColumn } from "./column.js";
import { like } from "./like.js";
import { fail, type Token, tokenize } from "./tokens.js";

type Test = (value: string | number | undefined) => boolean;

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
 * Reads a filter in MLflow's search grammar: comparisons joined by AND.
 *
 * Columns: `metrics.k` (numbers; `=` `!=` `>` `>=` `<` `<=`), `params.k` and `tags.k` (quoted text; `=` `!=`
 * `LIKE` `ILIKE` `IS NULL` `IS NOT NULL`), `attributes.status` and the like (times are numbers), `dataset.name`,
 * `.digest`, `.context`; `IN` and `NOT IN` for these three and for `attributes.run_id` alone. A run without the value matches no comparison but
 * `IS NULL`.
 *
 * @returns Whether a run matches.
 * @throws  `INVALID_SEARCH_FILTER` with the place of the mistake.
 * @see     https://mlflow.org/docs/latest/ml/search/search-runs/
 * @example
 * const good = parseFilter("metrics.accuracy >= 0.9 AND params.solver = 'liblinear'");
 * const good2 = parseFilter("tags.`mlflow.user` LIKE 'a%' AND attributes.status = 'FINISHED'");
 */
// Over 80 lines: the rules of one grammar, which share the tokens and the position in them.
export function parseFilter(filter: string): (run: Run) => boolean {
  const tokens = tokenize(filter);
  const tests: ((run: Run) => boolean)[] = [];
  let next = 0;

  function take(): Token {
    return tokens[next++] ?? fail(filter, filter.length, "it ends in the middle of a comparison");
  }

  function comparison(): (run: Run) => boolean {
    const name = take();
    if (name.kind !== "name") fail(filter, name.position, `expected a column, found ${name.text}`);
    const column = parseColumn(name.text, filter, name.position);
    const { operator, position } = takeOperator();
    const test = makeTest(column, operator, position);
    if (column.entity !== "dataset") return (run) => test(columnValue(run, column));
    return (run) => datasetValues(run, column.key).some(test);
  }

  function takeOperator(): { operator: string; position: number } {
    const { kind, text, position } = take();
    let operator = kind === "name" ? text.toUpperCase() : text;
    if (operator === "NOT" || operator === "IS") operator += ` ${take().text.toUpperCase()}`;
    if (operator === "IS NOT") operator += ` ${take().text.toUpperCase()}`;
    return { operator, position };
  }

  function makeTest(column: Column, operator: string, position: number): Test {
    const nullable = column.entity === "param" || column.entity === "tag";
    if (nullable && operator === "IS NULL") return (value) => value === undefined;
    if (nullable && operator === "IS NOT NULL") return (value) => value !== undefined;
    if (column.type === "number") {
      const compare = lookUp(NUMBER_TESTS, operator, position);
      const bound = takeNumber();
      return (value) => typeof value === "number" && compare(value, bound);
    }
    const listed = column.key === "run_id" ? column.entity === "attribute" : column.entity === "dataset";
    if (listed && (operator === "IN" || operator === "NOT IN")) {
      const list = takeList();
      return (value) => value !== undefined && list.has(String(value)) === (operator === "IN");
    }
    const compare = lookUp(TEXT_TESTS, operator, position);
    const bound = takeText();
    return (value) => typeof value === "string" && compare(value, bound);
  }

  function lookUp<T>(tests: Readonly<Record<string, T>>, operator: string, position: number): T {
    if (Object.hasOwn(tests, operator)) return tests[operator]!;
    fail(filter, position, `${operator} is not one of ${Object.keys(tests).join(" ")} here`);
  }

  function takeNumber(): number {
    const { kind, text, position } = take();
    if (kind !== "number") fail(filter, position, `expected a number, found ${text}`);
    return Number(text);
  }

  function takeText(): string {
    const { kind, text, position } = take();
    if (kind !== "text") fail(filter, position, `expected a text in quotes, found ${text}`);
    return text;
  }

  function takeList(): ReadonlySet<string> {
    const list = new Set<string>();
    for (let separator = "("; separator !== ")"; ) {
      const { text, position } = take();
      if (text !== separator && !(list.size > 0 && text === ")")) {
        fail(filter, position, `expected ${separator}, found ${text}`);
      }
      if (text === ")") break;
      list.add(takeText());
      separator = tokens[next]?.text === ")" ? ")" : ",";
      if (separator === ")") next++;
    }
    return list;
  }

  while (next < tokens.length) {
    if (tests.length > 0) {
      const { kind, text, position } = take();
      if (kind !== "name" || text.toUpperCase() !== "AND")
        fail(filter, position, `expected AND, found ${text}`);
    }
    tests.push(comparison());
  }
  return (run) => tests.every((test) => test(run));
}

function datasetValues(run: Run, key: string): (string | undefined)[] {
  return run.inputs.map((dataset) => {
    if (key === "context") return dataset.tags[DATASET_CONTEXT_TAG];
    return key === "name" ? dataset.name : dataset.digest;
  });
}
