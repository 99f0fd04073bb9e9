import { readFileSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";

/**
 * Reads a Dockerfile into its stages, with build arguments put in.
 *
 * @param {string} path
 * @param {Readonly<Record<string, string>>} args  Values for ARG, in place of its defaults.
 * @returns {{ name: string | undefined, steps: { keyword: string, text: string, json: string[] }[] }[]}
 */
export function readStages(path, args) {
  const stages = [];
  let known = {};
  for (const instruction of DockerfileParser.parse(readFileSync(path, "utf8")).getInstructions()) {
    const keyword = instruction.getKeyword();
    const flags = instruction.getFlags?.().map(String) ?? [];
    const content = [...flags, instruction.getArgumentsContent() ?? ""].join(" ");
    const text = content.replace(/\$\{(\w+)\}/g, (whole, name) => known[name] ?? whole);
    if (keyword === "FROM") {
      stages.push({ name: / AS (\S+)/i.exec(text)?.[1], steps: [] });
      known = {};
    } else if (keyword === "ARG") {
      const [name, byDefault] = text.trim().split("=");
      known[name] = args[name] ?? byDefault;
    } else {
      const json = instruction.getJSONStrings?.().map((part) => part.getJSONValue()) ?? [];
      stages.at(-1).steps.push({ keyword, text: text.trim(), json });
    }
  }
  return stages;
}

/** The variables of an ENV instruction. */
export function variables(text) {
  return Object.fromEntries(text.split(/\s+/).map((part) => part.split(/=(.*)/s).slice(0, 2)));
}
