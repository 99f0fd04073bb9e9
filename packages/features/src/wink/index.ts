export type { Token, Tokenizer } from "../tokenizers/tokenizer.js";
export { type WinkOptions, winkTokenizer } from "../tokenizers/wink-tokenizer.js";
