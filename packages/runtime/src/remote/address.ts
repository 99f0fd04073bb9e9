import { InvalidOption } from "@imdb/core";
import { checkUrl } from "./check-request.js";

/** A file elsewhere: at an http or https address, or an object of an S3 bucket. */
export type Address =
  | { readonly kind: "http"; readonly url: URL; readonly shown: string; readonly name: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly key: string;
      readonly shown: string;
      readonly name: string;
    };

/** Whether a text is an address of http, https or s3, and not a path of a file. */
export function isAddress(text: string): boolean {
  return /^(?:https?|s3):\/\//i.test(text);
}

/**
 * The parts of an address. `shown` is the address for messages and records: without query and fragment, which may hold a
 * secret. `name` is that of the file, without its folders.
 *
 * @throws `INVALID_OPTION` for an address that names no file, or holds a name and a password
 */
export function parseAddress(text: string): Address {
  if (/^s3:/i.test(text)) {
    // The name of an object is taken as it is written: it may hold `%` and `?`.
    const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)\/(.*)$/is.exec(text) ?? [];
    const name = safeName(key.slice(key.lastIndexOf("/") + 1));
    if (bucket === "" || name === "") throw notAFile(text);
    return { kind: "s3", bucket, key, shown: `s3://${bucket}/${key}`, name };
  }
  const url = checkUrl(text);
  const shown = `${url.origin}${url.pathname}`;
  const name = fileName(url.pathname);
  if (name === "") throw notAFile(shown);
  return { kind: "http", url, shown, name };
}

function fileName(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return safeName(decodeURIComponent(last));
  } catch {
    return safeName(last);
  }
}

/** A name that leads to no other folder: one that is decoded may hold a slash. */
function safeName(name: string): string {
  return /^\.{1,2}$/.test(name) ? "" : name.replaceAll(/[/\\\0]/g, "_");
}

function notAFile(value: string): Error {
  return InvalidOption.create({
    option: "path",
    value,
    expected: "the address of a file: https://host/folder/name.csv or s3://bucket/name.csv",
  });
}
