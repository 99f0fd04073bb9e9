import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

/** What has members, and how they are called. */
const MEMBERS: Readonly<Record<string, string>> = {
  string: "characters",
  file: "bytes",
  array: "items",
  set: "items",
  map: "entries",
};

/**
 * The words of zod's English for an issue. Its own table has names for 32 formats of texts and weighs 1 kB in a bundle;
 * here the name of a format stands for itself, but for those of dates and times.
 */
export function englishWords(issue: Issue): string {
  const { code, origin } = issue as { readonly code: string; readonly origin?: string };
  const part = issue as unknown as Readonly<Record<string, unknown>>;
  if (code === "invalid_type")
    return `Invalid input: expected ${part["expected"]}, received ${typeOf(issue.input)}`;
  if (code === "invalid_value") {
    const values = (part["values"] as readonly unknown[]).map(quoted);
    return values.length === 1
      ? `Invalid input: expected ${values[0]}`
      : `Invalid option: expected one of ${values.join("|")}`;
  }
  if (code === "too_big") return `Too big: expected ${bound(part, part["maximum"], "<")}`;
  if (code === "too_small") return `Too small: expected ${bound(part, part["minimum"], ">")}`;
  if (code === "invalid_format") return formatWords(part);
  if (code === "not_multiple_of") return `Invalid number: must be a multiple of ${part["divisor"]}`;
  if (code === "unrecognized_keys") {
    const keys = part["keys"] as readonly string[];
    return `Unrecognized key${keys.length > 1 ? "s" : ""}: ${keys.map(quoted).join(", ")}`;
  }
  if (code === "invalid_key") return `Invalid key in ${origin}`;
  if (code === "invalid_element") return `Invalid value in ${origin}`;
  return "Invalid input";
}

function bound(part: Readonly<Record<string, unknown>>, limit: unknown, sign: string): string {
  const origin = String(part["origin"] ?? "value");
  const unit = MEMBERS[origin];
  const least = part["exact"] ? "exactly " : part["inclusive"] ? `${sign}=` : sign;
  return `${origin} to ${unit ? "have" : "be"} ${least}${limit}${unit ? ` ${unit}` : ""}`;
}

function formatWords(part: Readonly<Record<string, unknown>>): string {
  const { format } = part;
  if (format === "regex") return `Invalid string: must match pattern ${part["pattern"]}`;
  if (format === "starts_with") return `Invalid string: must start with "${part["prefix"]}"`;
  if (format === "ends_with") return `Invalid string: must end with "${part["suffix"]}"`;
  if (format === "includes") return `Invalid string: must include "${part["includes"]}"`;
  return `Invalid ${/^(?:date|time|datetime|duration)$/.test(String(format)) ? "ISO " : ""}${format}`;
}

/** The type of a value; the class of an object. */
function typeOf(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? "number" : String(value);
  if (typeof value !== "object") return typeof value;
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return (
    (value as { readonly constructor?: { readonly name: string } }).constructor?.name.replace(
      /^Object$/,
      "object",
    ) ?? "object"
  );
}

function quoted(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
