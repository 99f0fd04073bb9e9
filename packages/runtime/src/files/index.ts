export { appendLines } from "./append-lines.js";
export { writeFileAtomic } from "./atomic-file.js";
export { restoreFolder, writeFolderAtomic } from "./atomic-folder.js";
export {
  errorCode,
  fileFailure,
  ignoreMissing,
  orFileFailure,
  orUndefinedIfMissing,
} from "./file-failure.js";
export { createWhole, linkNew } from "./link-new.js";
export {
  assertNoLink,
  openPlainFile,
  plainFileProblem,
  type Refusal,
  readPlainFile,
} from "./plain-file.js";
export { readFolderAtomic } from "./read-folder.js";
export { rotatedFiles } from "./rotated-files.js";
export {
  makeFolder,
  makeFolderNow,
  syncFile,
  syncFileData,
  syncFileNow,
  syncFolder,
  syncFolderNow,
} from "./sync.js";
