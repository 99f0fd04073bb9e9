export { checkOption } from "./check-option.js";
export { nested } from "./nested.js";
export { type OptionForms, optionForms } from "./option-forms.js";
export { type OptionRules, type OptionsSchema, optionsOf, type Resolved } from "./options-of.js";
export {
  above,
  between,
  callback,
  either,
  flag,
  having,
  integer,
  listOf,
  nullable,
  type OptionalRule,
  type OptionRule,
  oneOf,
  optional,
  recordOf,
  rule,
  seed,
  text,
  within,
} from "./rule.js";
