import { type Example, exampleSchema } from "@imdb/core";

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What is wrong with a value that should be an example. */
export interface ExampleProblem {
  readonly field?: string;
  readonly problem: string;
}

/** Checks whether a value is an {@link Example}: `undefined` when it is. */
export function exampleProblem(value: unknown): ExampleProblem | undefined {
  if (isValidPlainExample(value)) return undefined;
  const parsed = exampleSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.map(String).join(".");
    return { ...(field === "" ? {} : { field }), problem: issue.message };
  }
  for (const [field, text] of Object.entries(parsed.data)) {
    if (typeof text === "string" && LONE_SURROGATE.test(text)) {
      return { field, problem: "it has half a surrogate pair, which is not text" };
    }
  }
  return attributeProblem(parsed.data);
}

function attributeProblem({ attributes = {} }: { attributes?: Example["attributes"] | undefined }) {
  for (const [name, value] of Object.entries(attributes)) {
    const field = `attributes.${name}`;
    if (typeof value === "number" && !Number.isFinite(value)) return { field, problem: `it is ${value}` };
    if (LONE_SURROGATE.test(name) || (typeof value === "string" && LONE_SURROGATE.test(value))) {
      return { field, problem: "it has half a surrogate pair, which is not text" };
    }
  }
  return undefined;
}

// Most examples are valid: this check is much faster than the schema, which checks all others.
const MAY_BE_LONE = /[\ud800-\udfff]/;

function isValidPlainExample(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { id, text, label, group, split, attributes } = value as Record<string, unknown>;
  if (!isPlainText(id) || id === "") return false;
  if (!isPlainText(text)) return false;
  if (!isOptionalName(label) || !isOptionalName(group) || !isOptionalName(split)) return false;
  return attributes === undefined || isPlainAttributes(attributes);
}

function isPlainText(value: unknown): boolean {
  return typeof value === "string" && !MAY_BE_LONE.test(value);
}

function isOptionalName(value: unknown): boolean {
  return value === undefined || (isPlainText(value) && value !== "");
}

function isPlainAttributes(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const name in value) {
    const item = (value as Record<string, unknown>)[name];
    if (typeof item === "string" ? !isPlainText(item) : typeof item !== "boolean" && !Number.isFinite(item)) {
      return false;
    }
    if (!isPlainText(name)) return false;
  }
  return true;
}
