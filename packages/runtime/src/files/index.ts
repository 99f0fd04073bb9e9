export { absolutePath } from "./absolute-path.js";
export { appendLines } from "./append-lines.js";
export { writeChunksAtomic } from "./atomic-chunks.js";
export { writeFileAtomic } from "./atomic-file.js";
export { restoreFolder, writeFolderAtomic } from "./atomic-folder.js";
export { type Damage, damageOfFile, warningsOnce } from "./damage.js";
export { createDeepFolder, createDeepFolderNow } from "./deep-folder.js";
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
  folderBelow,
  type Links,
  type Opening,
  openPlainFile,
  plainFileProblem,
  type Refusal,
  readPlainFile,
} from "./plain-file.js";
export {
  openPlainHandle,
  type PlainFileOptions,
  type PlainHandle,
  readPlainBytes,
  statPlainFile,
} from "./plain-handle.js";
export { readFolderAtomic } from "./read-folder.js";
export { removeLeftovers } from "./remove-leftovers.js";
export { assertResultFile } from "./result-path.js";
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
export { fateOfWriter, writerMark } from "./writer-mark.js";
