import type * as z from "zod/mini";
import { defineError } from "./define-error.js";
import { type AnySchema, type IssueWords, safeParseWith } from "./safe-parse-with.js";

/**
 * An option or an argument has a wrong value, or does not exist. `near` is the nearest name that exists, `null` where
 * none is near. `of` names what the option belongs to, where it is known.
 */
export const InvalidOption = /* @__PURE__ */ defineError(
  "INVALID_OPTION",
  "input",
  (d: { option: string; value: unknown; expected: string; near?: string | null; of?: string }) => ({
    message:
      d.near === undefined
        ? `Option ${d.option}${d.of ? ` of ${d.of}` : ""} is ${show(d.value)}, expected ${d.expected}.`
        : `There is no option ${d.option}${d.of ? ` of ${d.of}` : ""}; expected ${d.expected}.`,
    remedy:
      d.near === undefined
        ? `Set ${d.option} to ${d.expected}.`
        : d.near === null
          ? `Leave ${d.option} out.`
          : `Write ${d.near} instead of ${d.option}.`,
  }),
);

/** Texts were cleaned in another way than those that a model was fitted on. */
export const CleaningMismatch = /* @__PURE__ */ defineError(
  "CLEANING_MISMATCH",
  "input",
  (d: { expected: string; actual: string }) => ({
    message: `The texts were cleaned by other steps than the training texts: ${d.actual}; the model expects ${d.expected}.`,
    remedy: "Take texts of the same pipeline, or pass the raw texts: the model cleans them itself.",
  }),
);

/** A document (configuration, manifest, record, request) does not match its schema. */
export const SchemaMismatch = /* @__PURE__ */ defineError(
  "SCHEMA_MISMATCH",
  "input",
  (d: { what: string; issues: readonly { path: string; message: string }[] }) => ({
    message: `${d.what} is not valid: ${d.issues.map((i) => `${i.path || "(root)"}: ${i.message}`).join("; ")}.`,
    remedy: "Correct the named fields.",
  }),
);

/** A CSR matrix breaks one of its invariants. */
export const InvalidCsrMatrix = /* @__PURE__ */ defineError(
  "INVALID_CSR_MATRIX",
  "input",
  (d: { problem: string; row?: number; position?: number }) => ({
    message: `Not a CSR matrix: ${d.problem}${d.row === undefined ? "" : ` (row ${d.row})`}.`,
    remedy: "Make matrices with a vectorizer or csrFromRows; indices ascend within a row and are below cols.",
  }),
);

/** Two sizes that must be equal differ. */
export const ShapeMismatch = /* @__PURE__ */ defineError(
  "SHAPE_MISMATCH",
  "input",
  (d: { what: string; expected: number; actual: number }) => ({
    message: `${d.what}: expected ${d.expected}, got ${d.actual}.`,
    remedy: "Pass values that come from the same documents and the same fitted vectorizer.",
  }),
);

/** A fit was called with data that is no train split. */
export const NotTrainSplit = /* @__PURE__ */ defineError(
  "NOT_TRAIN_SPLIT",
  "input",
  (d: { role: string }) => ({
    message: `Only a train split can be fitted on; this has the role ${show(d.role)}.`,
    remedy:
      'Pass the texts or labels of a split made with role "train". Fitting on other data leaks it into the model.',
  }),
);

/** A vectorizer that was fitted on cleaned texts is to be bundled without this cleaning. */
export const CleaningLeftOut = /* @__PURE__ */ defineError(
  "CLEANING_LEFT_OUT",
  "input",
  (d: { vectorizer: string; cleaning: string }) => ({
    message: `The vectorizer ${d.vectorizer} was fitted on cleaned texts (${d.cleaning}); the bundle would not clean the texts of production.`,
    remedy:
      "Put the cleaning before it: cleanedVectorizer(vectorizer) of @imdb/data-pipeline/cleaning, or use textClassifier, which does it.",
  }),
);

/** The caller's signal was aborted. */
export const Cancelled = /* @__PURE__ */ defineError("CANCELLED", "state", (d: { what: string }) => ({
  message: `${d.what} was cancelled.`,
  remedy: "Start it again; no partial result was kept.",
}));

/** A value cannot be hashed or written as canonical JSON. */
export const NotCanonical = /* @__PURE__ */ defineError(
  "NOT_CANONICAL",
  "input",
  (d: { path: string; value: string }) => ({
    message: `${d.path || "The value"} is ${d.value}, which JSON cannot represent exactly.`,
    remedy: "Use finite numbers, strings, booleans, null, arrays and plain objects.",
  }),
);

/** A bundle is damaged, hostile, or of a version this library does not read. */
export const InvalidBundle = /* @__PURE__ */ defineError(
  "INVALID_BUNDLE",
  "input",
  (d: { problem: string; file?: string; source?: string }) => ({
    message: `Not a usable model bundle${d.source ? ` at ${d.source}` : ""}: ${d.file ? `${d.file}: ` : ""}${d.problem}.`,
    remedy: "Copy or download the bundle again, or save it again from the training run.",
  }),
);

/** A bundle has a part whose codec was not passed. */
export const UnknownCodec = /* @__PURE__ */ defineError(
  "UNKNOWN_CODEC",
  "input",
  (d: { kind: string; known: readonly string[] }) => ({
    message: `The bundle holds a part of kind ${show(d.kind)}, and no codec of that kind was passed.`,
    remedy: `Pass its codec in codecs; passed were: ${d.known.join(", ") || "none"}.`,
  }),
);

/** A file or folder cannot be read or written. */
export const FileFailure = /* @__PURE__ */ defineError(
  "FILE_FAILURE",
  "dependency",
  (d: { path: string; action: string; reason: string }) => ({
    message: `Cannot ${d.action} ${d.path}: ${d.reason}.`,
    // Messages of the operating system begin with a code.
    remedy: /^(?:ENOENT|ENOTDIR):/.test(d.reason)
      ? "Check that the path exists."
      : /^(?:EACCES|EPERM|EROFS):/.test(d.reason)
        ? "Choose a path that you have access to."
        : /^(?:ENOSPC|EDQUOT):/.test(d.reason)
          ? "Free space on the disk, or write to another one."
          : "Remove the cause that the message names, or choose another path.",
  }),
);

/** An optional package that this call needs is not installed. `others` are missing with it. */
export const MissingPeer = /* @__PURE__ */ defineError(
  "MISSING_PEER",
  "dependency",
  (d: { peer: string; others?: readonly string[]; feature: string }) => ({
    message: `${d.feature} needs ${d.others ? `the packages ${listed([d.peer, ...d.others])}, which are` : `the package ${d.peer}, which is`} not installed.`,
    remedy: `Run: npm install ${[d.peer, ...(d.others ?? [])].join(" ")}`,
  }),
);

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** An optional package that this call needs cannot be imported by the place where the program runs: a VM without `import()`. */
export const UnloadablePeer = /* @__PURE__ */ defineError(
  "UNLOADABLE_PEER",
  "dependency",
  (d: { peer: string; feature: string }) => ({
    message: `${d.feature} needs the package ${d.peer}, which cannot be imported here: this code runs in a VM that imports nothing, as in Jest.`,
    remedy: `Start Jest with NODE_OPTIONS=--experimental-vm-modules. In another VM, import ${d.peer} outside of it and give it to providePeer of @imdb/core.`,
  }),
);

/** A worker thread ended without a result. */
export const WorkerFailure = /* @__PURE__ */ defineError(
  "WORKER_FAILURE",
  "internal",
  (d: { worker: string; reason: string }) => ({
    message: `The worker thread ${d.worker} failed: ${d.reason}.`,
    remedy: "Run with threads: 1 to see the original error, and report it.",
  }),
);

/** An error was thrown that the library does not define. */
export const Unexpected = /* @__PURE__ */ defineError("UNEXPECTED", "internal", (d: { thrown: string }) => ({
  message: d.thrown,
  remedy: "The library does not expect this error; report it with the call that led to it.",
}));

/**
 * Parses with a schema of zod or zod/mini; a mismatch is a `SCHEMA_MISMATCH` that names the first 20 fields.
 *
 * @param words  The words for an issue, where they are not the usual ones.
 * @throws `SCHEMA_MISMATCH`; `INVALID_OPTION` for a schema that is none.
 */
export function parseWith<S extends AnySchema>(
  schema: S,
  value: unknown,
  what: string,
  words?: IssueWords,
): z.output<S> {
  if (typeof Object(schema).safeParse !== "function") {
    throw InvalidOption.create({ option: "schema", value: schema, expected: "a schema of zod" });
  }
  const result = safeParseWith(schema, value, words);
  if (result.success) return result.data;
  const { issues: all } = result.error;
  const issues = all.slice(0, ISSUES).map((issue) => ({
    path: clip(issue.path.map((part) => clip(String(part))).join(".")),
    message: clip(issue.message, 400),
  }));
  if (all.length > ISSUES) issues.push({ path: "", message: `and ${all.length - ISSUES} more` });
  // The cause keeps the issues that are named, and not the millions that a hostile document may have.
  const cause = all.length > ISSUES ? undefined : { cause: result.error };
  throw SchemaMismatch.create({ what, issues }, cause);
}

/** The number of issues that a refusal names: whoever corrects them finds the rest in the next one. */
const ISSUES = 20;

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : describe(value);
  return clip(text);
}

function clip(text: string, length = 80): string {
  return text.length > length ? `${text.slice(0, length - 3)}…` : text;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (!Array.isArray(value)) return "an object";
  const isShort = value.length > 0 && value.length <= 4 && value.every((one) => Object(one) !== one);
  return `an array of ${value.length}${isShort ? `, [${value.map(String).join(", ")}]` : ""}`;
}
