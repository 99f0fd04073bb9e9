import { ImdbError } from "../errors/imdb-error.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";

/** A row that a splitter divides. */
export interface SplitRow {
  readonly label: string;
  readonly group: string;
}

/** One division of rows: the numbers of the rows of the train part, and of each part that is held out. */
export interface Division {
  readonly train: readonly number[];
  readonly heldOut: readonly (readonly number[])[];
}

/** The result of a splitter: one division, or one for each fold; and its warnings. */
export interface Divided {
  readonly divisions: readonly Division[];
  /** What the splitter, or what runs it, reports about the division. */
  readonly warnings: readonly string[];
}

/** Divides rows. */
export type DivideRows = (rows: readonly SplitRow[]) => Divided;

/** What can be done about a class with fewer rows than parts or folds. */
export type SmallClassesChoice = "refuse" | "train" | "merge" | "split";

/** The sizes that a splitter promises. */
export type PromisedSizes =
  /** Each held-out part has `wanted` rows, up to less than one; with groups, up to the largest group. */
  | { readonly kind: "exact" | "groups"; readonly wanted: (rows: number) => readonly number[] }
  /** It promises no sizes: they hold on average, or class shares decide. */
  | { readonly kind: "none" };

/** A splitter, and what it promises. */
export interface SplitterUnderTest {
  readonly divide: DivideRows;
  readonly sizes: PromisedSizes;
  /** Whether rows of one group are in one part. Default false. */
  readonly keepsGroups?: boolean;
  /** The number of parts, or of folds. Default 2. */
  readonly parts?: number;
  /** Its choices for small classes. Default: none. */
  readonly choices?: readonly SmallClassesChoice[];
  /** The splitter with one of the choices. Required when there are choices. */
  readonly smallClasses?: (choice: SmallClassesChoice) => DivideRows;
}

/**
 * The rules that every splitter must follow, into parts or into folds: parts are disjoint, sizes are as promised, groups
 * stay together where that is promised, a small class is treated as the caller chose, and labels that the train part
 * lacks are named in the warnings.
 */
export function splitContract(splitter: SplitterUnderTest): ContractCase[] {
  const { divide, sizes, keepsGroups = false, parts = 2, choices = [] } = splitter;
  const all: Record<string, () => Promise<void>> = {
    async "every row is in one part of a division"() {
      for (const rows of SAMPLES) requireDisjoint(divide(rows), rows.length);
    },
    async "the same rows are divided in the same way"() {
      for (const rows of SAMPLES) {
        const [first, second] = [JSON.stringify(divide(rows)), JSON.stringify(divide(rows))];
        rule(first === second, "two divisions of the same rows differ");
      }
    },
    async "labels that the train part lacks are named in the warnings"() {
      for (const rows of [...SAMPLES, oneGroupOfALabel()]) requireNamed(rows, divide(rows));
    },
  };
  if (sizes.kind !== "none") {
    all["the sizes of the parts are as promised"] = async () => {
      for (const rows of SAMPLES) requireSizes(rows, divide(rows), sizes);
    };
  }
  if (keepsGroups) {
    all["rows of one group are in one part"] = async () => {
      for (const rows of SAMPLES) requireGroupsTogether(rows, divide(rows));
    };
  }
  for (const choice of choices) {
    all[`a class with fewer rows than parts: ${choice}`] = async () => {
      const rows = withSmallClasses(parts);
      await SMALL_CLASS_RULES[choice](rows, () => splitter.smallClasses!(choice)(rows));
    };
  }
  return casesOf(all);
}

const SMALL = ["rare", "seldom"];

const SMALL_CLASS_RULES: Readonly<
  Record<SmallClassesChoice, (rows: readonly SplitRow[], divide: () => Divided) => Promise<void>>
> = {
  async refuse(_, divide) {
    const error = await failureOf(divide);
    rule(ImdbError.isInstance(error), `it threw ${String(error)} instead of a typed error`);
    rule(error.message.includes('"rare"'), `the error does not name the class: ${error.message}`);
  },
  async train(rows, divide) {
    for (const { train } of requireDisjoint(divide(), rows.length).divisions) {
      const small = [...rows.keys()].filter((row) => SMALL.includes(rows[row]!.label));
      rule(
        small.every((row) => train.includes(row)),
        "a row of a small class is not in the train part",
      );
    }
  },
  async merge(rows, divide) {
    const { divisions } = requireDisjoint(divide(), rows.length);
    const isHeldOut = divisions.some(({ heldOut }) =>
      heldOut.flat().some((row) => SMALL.includes(rows[row]!.label)),
    );
    rule(isHeldOut, "no row of the merged classes is held out");
  },
  async split(rows, divide) {
    const divided = requireDisjoint(divide(), rows.length);
    if (divided.divisions.length > 1) {
      const small = [...rows.keys()].filter((row) => SMALL.includes(rows[row]!.label));
      const heldOut = divided.divisions.flatMap((division) => division.heldOut.flat());
      rule(
        small.every((row) => heldOut.filter((other) => other === row).length === 1),
        "a row of a small class is not held out once",
      );
      for (const label of SMALL) requireWarning(divided, label);
    }
    requireNamed(rows, divided);
  },
};

function requireDisjoint(divided: Divided, rows: number): Divided {
  rule(divided.divisions.length > 0, "there is no division");
  for (const { train, heldOut } of divided.divisions) {
    const seen = [...train, ...heldOut.flat()].sort((a, b) => a - b);
    rule(seen.length === rows, `${seen.length} rows in the parts, ${rows} were given`);
    rule(
      seen.every((row, at) => row === at),
      "a row is in two parts, or in none",
    );
    rule(train.length > 0, "the train part is empty");
  }
  return divided;
}

function requireSizes(rows: readonly SplitRow[], { divisions }: Divided, sizes: PromisedSizes): void {
  if (sizes.kind === "none") return;
  const groupSizes = rows.map(({ group }) => rows.filter((other) => other.group === group).length);
  const allowed = sizes.kind === "exact" ? 1 - 1e-9 : Math.max(...groupSizes);
  const wanted = sizes.wanted(rows.length);
  for (const { heldOut } of divisions) {
    heldOut.forEach((part, at) => {
      const isRight = Math.abs(part.length - wanted[at]!) <= allowed;
      rule(isRight, `a part has ${part.length} of ${rows.length} rows, ${wanted[at]} were promised`);
    });
  }
}

function requireGroupsTogether(rows: readonly SplitRow[], { divisions }: Divided): void {
  for (const { train, heldOut } of divisions) {
    const partOf = new Map<string, number>();
    [train, ...heldOut].forEach((part, at) => {
      for (const row of part) {
        const { group } = rows[row]!;
        rule((partOf.get(group) ?? at) === at, `group ${group} is in two parts`);
        partOf.set(group, at);
      }
    });
  }
}

function requireNamed(rows: readonly SplitRow[], divided: Divided): void {
  for (const { train, heldOut } of divided.divisions) {
    const known = new Set(train.map((row) => rows[row]!.label));
    for (const row of heldOut.flat())
      if (!known.has(rows[row]!.label)) requireWarning(divided, rows[row]!.label);
  }
}

function requireWarning({ warnings }: Divided, label: string): void {
  const isNamed = warnings.some((warning) => warning.includes(JSON.stringify(label)));
  rule(isNamed, `no warning names the label ${label}: ${JSON.stringify(warnings)}`);
}

/** Rows of labels and groups of different sizes. Every group has rows of several labels. */
function sample(count: number, labels: number, groups: number): SplitRow[] {
  return Array.from({ length: count }, (_, i) => ({
    label: `label ${(i * i + i) % labels}`,
    group: `group ${Math.floor(i ** 1.1) % groups}`,
  }));
}

const SAMPLES: readonly (readonly SplitRow[])[] = [sample(60, 2, 15), sample(97, 3, 23), sample(140, 4, 40)];

/** Rows of one label that are all in one group, so that a splitter by groups may hold out all of them. */
function oneGroupOfALabel(): SplitRow[] {
  const rows = sample(60, 2, 15);
  return rows.map((row) => (row.group === "group 3" ? { ...row, label: "only here" } : row));
}

/** Rows with two classes that have one row fewer than there are parts. Every row of them is a group of its own. */
function withSmallClasses(parts: number): SplitRow[] {
  const small = SMALL.flatMap((label) => Array.from({ length: parts - 1 }, () => label));
  return [...sample(60, 2, 15), ...small.map((label, i) => ({ label, group: `of ${label} ${i}` }))];
}
