import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parseWith } from "@imdb/core";
import { parseYaml } from "@imdb/core/config";
import { checkOption, text as textRule } from "@imdb/core/options";
import { UnreadableFile } from "@imdb/rows";
import { absolutePath, orFileFailure } from "@imdb/runtime/files";
import { isAddress } from "@imdb/runtime/remote";
import { filesByPart, type PipelineConfig, pipelineConfigSchema } from "./config-schema.js";

/**
 * Reads a YAML or JSON configuration. Paths in it are relative to its folder, and come back absolute.
 *
 * @throws `FILE_FAILURE`, `UNREADABLE_FILE` with line and column, `SCHEMA_MISMATCH` with every field
 */
export async function loadPipelineConfig(path: string): Promise<PipelineConfig> {
  checkOption("path", path, textRule, "loadPipelineConfig");
  const text = await orFileFailure(readFile(path, "utf8"), "read", path);
  const config = parseWith(
    pipelineConfigSchema,
    parseYaml(text, (problem, cause) =>
      UnreadableFile.create({ file: basename(path), format: "YAML", problem }, { cause }),
    ),
    path,
  );
  const folder = dirname(absolutePath(path));
  const { data, output } = config;
  return {
    data: { ...data, path: absolute(folder, data.path) },
    ...(output === undefined ? {} : { output: { ...output, folder: resolve(folder, output.folder) } }),
  };
}

function absolute<P extends PipelineConfig["data"]["path"]>(folder: string, path: P): P {
  const below = (file: string) => (file === "download" || isAddress(file) ? file : resolve(folder, file));
  if (typeof path === "string") return below(path) as P;
  return Object.fromEntries(
    filesByPart(path).map(([part, file]) => [part, { ...file, path: below(file.path) }]),
  ) as P;
}
