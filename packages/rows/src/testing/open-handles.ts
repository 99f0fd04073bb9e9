import { type FileHandle, open } from "node:fs/promises";

/** The file handles that are read from while some work is done. */
export async function handlesReadBy(folder: string, work: () => Promise<unknown>): Promise<Set<FileHandle>> {
  const any = await open(folder, "r");
  await any.close();
  const methods = Object.getPrototypeOf(any) as FileHandle;
  const { read } = methods;
  const handles = new Set<FileHandle>();
  methods.read = function (this: FileHandle, ...args: unknown[]) {
    handles.add(this);
    return Reflect.apply(read, this, args);
  } as FileHandle["read"];
  try {
    await work();
  } finally {
    methods.read = read;
  }
  return handles;
}

/** Whether a handle is closed: then it has no descriptor. */
export const isClosed = ({ fd }: FileHandle): boolean => fd === -1;
