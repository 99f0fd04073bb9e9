/** The path of a new file with this content; it goes when the process ends. */
export function fileOf(content: string | Uint8Array, ending: string): string;
/** The path of a new folder with these files; it goes when the process ends. */
export function folderOf(contents: Readonly<Record<string, string | Uint8Array>>): string;
