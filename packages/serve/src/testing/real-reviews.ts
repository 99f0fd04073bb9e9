import type { Example } from "@imdb/core";
import { readAclImdb } from "@imdb/data-pipeline";
import { toolPath } from "../../../../tools/optional/tools.mjs";

/** The archive of the real reviews, if the machine has it. */
export const ARCHIVE: string | undefined = toolPath("archive");

/** A tenth of the train reviews, which is enough for a realistic model, and all 25,000 test reviews. */
export async function realExamples(archive: string): Promise<Record<"train" | "test", Example[]>> {
  const found: Record<"train" | "test", Example[]> = { train: [], test: [] };
  for await (const { id, text, label } of readAclImdb(archive)) {
    const [split, , file] = id.split("/");
    if (split === "test") found.test.push({ id, text });
    if (split === "train" && label && /0_\d+$/.test(file!)) found.train.push({ id, text, label });
  }
  return found;
}
