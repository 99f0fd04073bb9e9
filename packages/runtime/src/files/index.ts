export { writeFileAtomic } from "./atomic-file.js";
export { restoreFolder, writeFolderAtomic } from "./atomic-folder.js";
export { errorCode, fileFailure, ifThere, ignoreMissing } from "./file-failure.js";
