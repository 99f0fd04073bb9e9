export { writeFileAtomic } from "./atomic-file.js";
export { restoreFolder, writeFolderAtomic } from "./atomic-folder.js";
export { fileFailure } from "./file-failure.js";
