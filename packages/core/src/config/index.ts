export type { OptionRules, OptionsSchema } from "../options/options-of.js";
export { type ConfigFields, configFields, optionsFromConfig, type SnakeCase } from "./config-fields.js";
export { parseConfig, parseYaml, type YamlReading } from "./parse-yaml.js";
