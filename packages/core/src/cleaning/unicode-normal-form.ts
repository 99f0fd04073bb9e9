import { checkOption, oneOf } from "../options/index.js";
import { normalForm, type UnicodeForm } from "../text/stream-safe.js";
import type { CleaningStep } from "./cleaning-step.js";
import { type Edit, editsOf, tracedEdits } from "./traced-text.js";

export type { UnicodeForm };

// Everything below U+0300 is in NFC already: Unicode Standard Annex 15, quick check.
const MAY_CHANGE = /[\u0300-\uffff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Converts a text to a Unicode normal form; a lone surrogate becomes U+FFFD, and a run of marks is cut after 30 by
 * U+034F, so that every text takes linear time.
 *
 * @param form  Default `NFC`, which keeps the meaning of the text; the `K` forms also replace compatibility characters.
 * @throws `INVALID_OPTION`
 * @see    Unicode Standard Annex 15, Unicode normalization forms.
 * @example
 * unicodeNormalForm().apply("cafe\u0301").length; // => 4
 */
export function unicodeNormalForm(form: UnicodeForm = "NFC"): CleaningStep {
  checkOption("form", form, oneOf("NFC", "NFKC", "NFD", "NFKD"));
  return {
    name: "unicode-normal-form",
    version: 1,
    params: { form },
    apply: APPLY[form],
    trace: (text) => tracedEdits(text, normalized(text, form), editsOfForm(text, form)),
  };
}

// One function a form: two steps with the same function are the same step.
const APPLY: Readonly<Record<UnicodeForm, (text: string) => string>> = {
  NFC: (text) => (MAY_CHANGE.test(text) ? normalized(text, "NFC") : text),
  NFKC: (text) => normalized(text, "NFKC"),
  NFD: (text) => normalized(text, "NFD"),
  NFKD: (text) => normalized(text, "NFKD"),
};

function normalized(text: string, form: UnicodeForm): string {
  return normalForm(text.replace(LONE_SURROGATE, "\ufffd"), form);
}

// A character below U+0300 never combines with the one before it, so a text may be cut there. ASCII never changes.
const RUN = /[\0-\x7f]?[\u0300-\uffff]+|[\x80-\u02ff][\u0300-\uffff]*/g;
const CHARACTER = /\P{M}\p{M}*|\p{M}+/gu;

/** An edit for each character with its marks, or for a run of them where characters combine (Hangul). */
function editsOfForm(text: string, form: UnicodeForm): Edit[] {
  const change = (part: string) => normalized(part, form);
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const changed = change(run);
    if (changed === run) return [];
    if (run.replace(CHARACTER, change) !== changed) {
      return [{ from: index, to: index + run.length, length: changed.length }];
    }
    const edits = editsOf(run, CHARACTER, change);
    return edits.map(({ from, to, length }) => ({ from: index + from, to: index + to, length }));
  });
}
