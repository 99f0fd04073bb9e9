import { InvalidOption } from "@imdb/core";
import type { CleaningStep } from "./cleaning-step.js";

/** A Unicode normal form. */
export type UnicodeForm = "NFC" | "NFKC" | "NFD" | "NFKD";

const FORMS: readonly UnicodeForm[] = ["NFC", "NFKC", "NFD", "NFKD"];
// Everything below U+0300 is in NFC already: Unicode Standard Annex 15, quick check.
const MAY_CHANGE = /[\u0300-\uffff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Brings a text to one Unicode normal form; a lone surrogate becomes U+FFFD.
 *
 * @param form  Default `NFC`, which keeps what the text means; the `K` forms also replace look-alikes.
 * @throws `INVALID_OPTION`
 * @see    Unicode Standard Annex 15, Unicode normalization forms.
 * @example
 * unicodeNormalForm().apply("cafe\u0301").length; // => 4
 */
export function unicodeNormalForm(form: UnicodeForm = "NFC"): CleaningStep {
  if (!FORMS.includes(form)) {
    throw InvalidOption.create({ option: "form", value: form, expected: `one of ${FORMS.join(", ")}` });
  }
  return {
    name: "unicode-normal-form",
    version: 1,
    params: { form },
    apply: (text) =>
      form === "NFC" && !MAY_CHANGE.test(text)
        ? text
        : text.replace(LONE_SURROGATE, "\ufffd").normalize(form),
  };
}
