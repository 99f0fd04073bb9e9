import { dialectOptions } from "@imdb/rows";
import { InvalidBatch } from "../errors.js";
import { openExcel } from "./excel-input.js";
import { refuseInheritedEncoding } from "./inherited-encoding.js";
import { type BatchInput, inputFormatOf, openLines } from "./input.js";
import { openJson } from "./json-input.js";
import { openParquet } from "./parquet-input.js";
import type { ScoreFileOptions } from "./score-file-options.js";

/**
 * Opens the input of a batch by its format. What the caller does not say is as in training.
 *
 * @throws `INVALID_BATCH`, and the errors of the readers
 */
export async function openInput(options: ScoreFileOptions): Promise<BatchInput> {
  const { input, entry, textColumn, idColumn, keep = [], maxTextLength = 1_000_000, predictor } = options;
  const { reading } = predictor;
  if (reading?.schema && textColumn === undefined) {
    throw InvalidBatch.create({
      path: input,
      problem: "the texts of the training were made by a schema, which a model does not carry",
      remedy: "Name the column that has the finished text in textColumn (--text-column).",
    });
  }
  const { inputFormat = await inputFormatOf(input, entry) } = options;
  const columns = { textColumn, idColumn, keep, maxTextLength, reading };
  if (inputFormat === "parquet") return openParquet(input, columns);
  const { maxBytes, maxRatio, sheet, header } = options;
  if (inputFormat === "excel") return openExcel(input, { maxBytes, maxRatio, sheet, header }, columns);
  const unpacking = { maxBytes, maxRatio, entry };
  if (options.encoding === undefined) await refuseInheritedEncoding(input, reading?.encoding, unpacking);
  const bytes = { ...unpacking, encoding: options.encoding ?? reading?.encoding ?? "utf-8" };
  if (inputFormat === "json") return openJson(input, bytes, columns);
  return openLines(input, inputFormat, { dialect: dialectOptions.pick(options), bytes, columns });
}
