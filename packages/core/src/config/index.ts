export { type ConfigFields, configFields, optionsFromConfig, type SnakeCase } from "./config-fields.js";
export { parseConfig, parseYaml } from "./parse-yaml.js";
