import { checkOption, type OptionRule, optional, optionsOf, rule, text } from "@imdb/core/options";
import type { DatasetManifest } from "../dataset/manifest.js";
import type { QualityFinding } from "../quality/finding.js";

/** What a data card says in addition to what is measured. Markdown in it is shown as plain text. */
export interface DataCardFacts {
  readonly name?: string;
  readonly description?: string;
  /** Where the data comes from: an address, a department. */
  readonly source?: string;
  readonly licence?: string;
  /** Languages of the texts, as BCP 47. */
  readonly language?: string;
  readonly citation?: string;
}

/** The schema of {@link DataCardFacts}. */
export const dataCardFacts = optionsOf<DataCardFacts, keyof DataCardFacts>({
  name: optional(text),
  description: optional(text),
  source: optional(text),
  licence: optional(text),
  language: optional(text),
  citation: optional(text),
});

/** The facts of the Large Movie Review Dataset. */
export const ACL_IMDB_CARD: DataCardFacts = {
  name: "Large Movie Review Dataset v1.0 (aclImdb)",
  description:
    "Movie reviews from IMDB for binary sentiment classification: 50,000 labelled, 50,000 unlabelled.",
  source: "https://ai.stanford.edu/~amaas/data/sentiment/",
  licence: "Not stated by its authors; the reviews were written by users of IMDB.",
  language: "en",
  citation: "Maas, Daly, Pham, Huang, Ng & Potts (2011), Learning word vectors for sentiment analysis, ACL.",
};

const manifestRule: OptionRule<DatasetManifest> = rule("the manifest of a dataset", (value) => {
  const { labels, sources, cleaning, quality, parts, counts, split } = Object(
    value,
  ) as Partial<DatasetManifest>;
  const lists = [labels, sources, cleaning, quality?.findings];
  return lists.every(Array.isArray) && [parts, counts, split].every((one) => Object(one) === one);
});

/**
 * The data card of a dataset, in Markdown: its source, content, processing and known flaws.
 *
 * @throws `INVALID_OPTION`
 */
export function dataCard(manifest: DatasetManifest, facts: DataCardFacts = {}): string {
  checkOption("manifest", manifest, manifestRule, "dataCard");
  dataCardFacts.resolve(facts, "dataCard");
  const { name = "Dataset", description, source = "not stated", licence = "not stated" } = facts;
  const flaws = manifest.quality.findings.filter(({ count }) => count > 0);
  return [
    `# ${plain(name)}`,
    ...(description === undefined ? [] : [plain(description)]),
    list([
      ["Version", `\`${manifest.version}\``],
      ["Source", plain(source)],
      ["Licence", plain(licence)],
      ...(facts.language === undefined ? [] : [["Language", plain(facts.language)] as const]),
      ...(facts.citation === undefined ? [] : [["Citation", plain(facts.citation)] as const]),
    ]),
    "## Content",
    partsTable(manifest),
    list(Object.entries(manifest.schema).map(([field, type]) => [code(field), plain(type)])),
    "## How it was made",
    list([
      ...manifest.sources.map(
        (s) =>
          ["Read", `${plain(s.name)} (${s.kind}${s.sha256 ? `, SHA-256 \`${s.sha256}\`` : ""})`] as const,
      ),
      [
        "Cleaned",
        manifest.cleaning.map(({ name: step, version }) => `${plain(step)} v${version}`).join(", ") ||
          "not at all",
      ],
      ["Split", `${plain(manifest.split.kind)} ${code(JSON.stringify(manifest.split.params))}`],
      ["Rows read", figure(manifest.counts.read)],
      ["Rows not valid", figure(manifest.counts.invalid)],
      [
        "Documents removed or moved to repair leaks",
        `${figure(manifest.counts.removed)} / ${figure(manifest.counts.moved)}`,
      ],
    ]),
    "## Known flaws",
    flaws.length === 0 ? `None found by ${manifest.quality.checks.length} checks.` : flawsTable(flaws),
  ]
    .join("\n\n")
    .concat("\n");
}

function partsTable({ labels, parts }: DatasetManifest): string {
  const head = ["part", "documents", ...labels.map(plain)];
  const rows = Object.entries(parts).flatMap(([part, made]) =>
    made === undefined
      ? []
      : [[part, figure(made.documents), ...labels.map((label) => figure(made.labels[label] ?? 0))]],
  );
  return table(head, rows);
}

function flawsTable(flaws: readonly QualityFinding[]): string {
  return table(
    ["check", "severity", "what was found", "for example"],
    flaws.map(({ check, severity, message, examples }) => [
      check,
      severity,
      plain(message),
      examples.map(code).join(" "),
    ]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function list(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

function figure(count: number): string {
  return count.toLocaleString("en-US");
}

/** Text on one line, escaped so that Markdown shows it unchanged. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}

function code(text: string): string {
  return `\`${text.replace(/\s+/g, " ").replace(/[`|]/g, "ˋ")}\``;
}
