import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One piece of code that a reader of the docs may copy. */
export interface Snippet {
  /** Where it stands: file and line. */
  readonly place: string;
  readonly code: string;
  /** The package whose docstring it stands in; its exports need no import there. */
  readonly packageName?: string;
  /** False for a block marked `no-run`: it is compiled, not executed (a server, a long download). */
  readonly runs: boolean;
}

/** Every TypeScript block of a Markdown text. */
export function fromMarkdown(text: string, file: string): Snippet[] {
  const snippets: Snippet[] = [];
  const fence = /^```ts( no-run)?[ \t]*\n([\s\S]*?)^```[ \t]*$/gm;
  for (const match of text.matchAll(fence)) {
    snippets.push({ place: `${file}:${lineOf(text, match.index)}`, code: match[2]!, runs: !match[1] });
  }
  return snippets;
}

/** Every `@example` of a source file's docstrings. */
export function fromSource(text: string, file: string, packageName: string): Snippet[] {
  const snippets: Snippet[] = [];
  for (const doc of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const body = doc[0].slice(3, -2).replace(/^[ \t]*\*? ?/gm, "");
    for (const example of body.split(/^@example\b/m).slice(1)) {
      const code = example.replace(/^@[a-z]+\b[\s\S]*/m, "").replace(/^```.*$/gm, "");
      const runs = !/^[ \t]*no-run/.test(example);
      const place = `${file}:${lineOf(text, doc.index)}`;
      snippets.push({ place, code: code.replace(/^[ \t]*no-run/, ""), packageName, runs });
    }
  }
  return snippets;
}

/** Every snippet of the READMEs, the guides and the docstrings of what is published. */
export async function allSnippets(root: string): Promise<Snippet[]> {
  const markdown = [
    "README.md",
    ...(await filesUnder(join(root, "docs"), ".md")).map((f) => join("docs", f)),
  ];
  const found: Snippet[] = [];
  for (const name of await readdir(join(root, "packages"))) {
    markdown.push(join("packages", name, "README.md"));
    const folder = join("packages", name, "src");
    for (const file of await filesUnder(join(root, folder), ".ts")) {
      if (file.endsWith(".test.ts")) continue;
      const path = join(folder, file);
      found.push(...fromSource(await readFile(join(root, path), "utf8"), path, `@imdb/${name}`));
    }
  }
  for (const file of markdown) {
    const text = await readFile(join(root, file), "utf8").catch(() => "");
    found.push(...fromMarkdown(text, file));
  }
  return found;
}

async function filesUnder(folder: string, ending: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true }).catch(() => []);
  return all.filter((file) => file.endsWith(ending) && !file.startsWith("api")).sort();
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
