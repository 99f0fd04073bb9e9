/** The longest name that a message shows in full, in UTF-16 code units: a header may be one name of 16 MiB. */
const LENGTH = 80;
/** The number of names or positions that a message lists. */
const COUNT = 20;

/** A name as messages show it: cut when it is long. */
export function shownName(name: string): string {
  return name.length > LENGTH ? `${name.slice(0, LENGTH)}…` : name;
}

/** The first names or positions of a list as messages show them, and the number of the others. */
export function shownList(items: readonly (string | number)[]): string {
  const shown = items.slice(0, COUNT).map((item) => shownName(String(item)));
  const rest = items.length > COUNT ? ` and ${items.length - COUNT} more` : "";
  return `${shown.join(", ")}${rest}`;
}
