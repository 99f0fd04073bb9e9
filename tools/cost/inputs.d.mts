import type { MakeInput } from "./cost.mjs";

type Inputs<T> = Readonly<Record<string, MakeInput<T>>>;
type MakeText = (bytes: number) => string;
type Texts = Readonly<Record<string, MakeText>>;

/** `part` as often as it fills so many bytes, between two ends. */
export function filled(part: string, begin?: string, end?: string): MakeText;
/** Parts that differ, made from their number, between two ends. */
export function numbered(
  partOf: (index: number) => string,
  begin?: string,
  end?: string,
  between?: string,
): MakeText;
/** The inputs of a kind, each in something: a text as a field, a document as bytes. */
export function inside<T, U>(inputs: Inputs<T>, wrap: (input: T) => U | Promise<U>): Inputs<U>;
export function utf8(text: string): Uint8Array<ArrayBuffer>;
/** JSON objects with many wrong members in the fields of these names. */
export function jsonFields(names: readonly string[]): Texts;

export const TEXTS: Texts;
export const SOME_TEXTS: Texts;
export const JSON_TEXTS: Texts;
export const CSV_TEXTS: Texts;
export const JSONL_TEXTS: Texts;
export const YAML_TEXTS: Texts;
