export { type WinkOptions, winkTokenizer } from "../tokenizers/wink-tokenizer.js";
