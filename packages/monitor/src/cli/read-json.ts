import { InvalidOption } from "@imdb/core";
import { readText } from "../node/read-reference.js";

/** Reads a JSON file. @throws `FILE_FAILURE`; `INVALID_OPTION` when the file is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw InvalidOption.create({ option: path, value: text.slice(0, 80), expected: "JSON" }, { cause });
  }
}
