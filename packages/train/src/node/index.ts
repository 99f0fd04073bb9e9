export { fileMemory } from "./file-memory.js";
