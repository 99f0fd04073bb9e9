import { loadPeers } from "@imdb/core";
import { flag, listOf, nullable, oneOf, optionsOf, text as string } from "@imdb/core/options";
import type { ItemToken, WinkMethods } from "wink-nlp";

import type { Token, Tokenizer } from "./tokenizer.js";

/** Options of {@link winkTokenizer}. */
export interface WinkOptions {
  /** The text of a token: its lemma, its normal form (lower case), or as it is written. Default `"lemma"`. */
  readonly form?: "lemma" | "normal" | "value";
  /** Put `NOT_` before words that are negated. Default `true`. */
  readonly markNegation?: boolean;
  /** Keep only these parts of speech (`NOUN`, `VERB`, `ADJ`, `ADV` …). Default `null`, all. */
  readonly partsOfSpeech?: readonly string[] | null;
  /** Keep punctuation and symbols; emoticons and emoji always stay. Default `false`. */
  readonly punctuation?: boolean;
}

const winkOptions = optionsOf<WinkOptions>({
  form: ["lemma", oneOf("lemma", "normal", "value")],
  markNegation: [true, flag],
  partsOfSpeech: [null, nullable(listOf(string))],
  punctuation: [false, flag],
});

/**
 * Tokens of wink-nlp with its English model: lemmas, negation marks, parts of speech. Needs the packages
 * `wink-nlp` and `wink-eng-lite-web-model`, which are loaded when this is called; in a browser and in a program in one
 * file, pass them to `providePeer` first. It is tens of times slower than the other tokenizers of this package. Its
 * part-of-speech tags are better with `lowercase: false`.
 *
 * To save what was fitted with it, pass it to `createFeatureCodecs` where the bundle is saved and loaded.
 *
 * @throws `MISSING_PEER` when a package is not installed; `INVALID_OPTION`.
 * @example
 * const tokenizer = await winkTokenizer();
 * tokenizer.tokenize("The movies were not good.").map((token) => token.text);
 * // => ["the", "movie", "be", "not", "NOT_good"]
 */
export async function winkTokenizer(options: WinkOptions = {}): Promise<Tokenizer> {
  const { form, markNegation, partsOfSpeech, punctuation } = winkOptions.resolve(options);
  const nlp = await loadWink();
  const { its } = nlp;
  const kept = partsOfSpeech && new Set(partsOfSpeech);

  function tokenize(text: string): Token[] {
    const tokens: Token[] = [];
    let at = 0;
    nlp
      .readDoc(text)
      .tokens()
      .each((token: ItemToken) => {
        const value = token.out(its.value) as string;
        const start = placeOf(text, value, at);
        at = start + value.length;
        if (kept && !kept.has(token.out(its.pos) as string)) return;
        const type = token.out(its.type) as string;
        if (!punctuation && (type === "punctuation" || type === "symbol")) return;
        const name = token.out(its[form] as typeof its.value) as string;
        const isNegated = markNegation && (token.out(its.negationFlag) as boolean);
        tokens.push({ text: isNegated ? `NOT_${name}` : name, start, end: at });
      });
    return tokens;
  }

  const params = { form, markNegation, partsOfSpeech: partsOfSpeech && [...partsOfSpeech], punctuation };
  return { kind: "wink", params, tokenize };
}

/** Where a token is in the text, searched from `at` on. Wink may change white space, but not the order of tokens. */
function placeOf(text: string, value: string, at: number): number {
  let start = at;
  while (start < text.length && /\s/.test(text[start]!) && !text.startsWith(value, start)) start++;
  return start;
}

async function loadWink(): Promise<WinkMethods> {
  const [wink, model] = await loadPeers<
    [typeof import("wink-nlp"), typeof import("wink-eng-lite-web-model")]
  >(["wink-nlp", "wink-eng-lite-web-model"], "winkTokenizer", importPeer);
  return wink.default(model.default, ["sbd", "negation", "pos"]);
}

function importPeer(peer: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer);
}
