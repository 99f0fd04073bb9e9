import { createSplit, type Example, type Role, roleOf, type Split } from "@imdb/core";

const KEYS = ["examples", "role", "texts", "version"];

/** Whether a value is a split as `createSplit` makes it, whose texts need not be written twice. */
export function isSplit(value: object): value is Split {
  if (Object.keys(value).sort().join() !== KEYS.join()) return false;
  const { role, examples, texts } = value as Split;
  return (
    Array.isArray(texts) &&
    Array.isArray(examples) &&
    roleOf(texts) === role &&
    texts.length === examples.length &&
    texts.every((text, i) => isExampleOf(examples[i], text))
  );
}

function isExampleOf(example: unknown, text: string): boolean {
  const given = Object(example) as { readonly text?: unknown };
  return given.text === text && Object.getPrototypeOf(given) === Object.prototype;
}

/** The examples of a split without their texts, which stand beside them. */
export function withoutTexts({ examples }: Split): Example[] {
  return examples.map((example) => ({ ...example, text: "" }));
}

/** Makes the split of what was written of it. */
export function splitOf(
  role: Role,
  version: Split["version"],
  examples: readonly Example[],
  texts: readonly string[],
): Split {
  if (texts.length !== examples.length)
    throw new Error(`${texts.length} texts for ${examples.length} examples`);
  return createSplit(
    role,
    examples.map((example, i) => ({ ...example, text: texts[i]! })),
    version,
  );
}
