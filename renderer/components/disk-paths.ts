/** The place on disk for a snapshot's item, and the reference to export it by. */
export interface Target {
  /** The path of the item itself. */
  readonly at: string;
  /** The folder that the export writes into: a folder's content lands in it, a file under its own name. */
  readonly into: string;
}

/** Maps a path of a snapshot to where it lies in a label's folder, which the snapshot's root is the content of. */
export function targetOf(folder: string, path: string, isFile: boolean): Target {
  const at = path === "" ? folder : join(folder, ...path.split("/"));
  if (!isFile) return { at, into: at };
  const above = path.split("/").slice(0, -1);
  return { at, into: above.length === 0 ? folder : join(folder, ...above) };
}

/** Joins a folder of this machine with names below it, as the machine writes paths. */
export function join(folder: string, ...names: readonly string[]): string {
  const separator = separatorOf(folder);
  const base = folder.endsWith(separator) ? folder.slice(0, -1) : folder;
  return [base, ...names].join(separator);
}

/** Returns the last name of a path on disk; of a whole disk the path itself. */
export function diskName(path: string): string {
  const parts = path.split(separatorOf(path)).filter((part) => part !== "");
  return parts.at(-1) ?? path;
}

/** Makes a file name that is valid on every system. */
export function fileName(title: string): string {
  const plain = title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no name may have.
    .replace(/[<>:"/\\|?*\u0000-\u001f]+/g, "-")
    .replace(/[. ]+$/, "")
    .slice(0, 120);
  return plain === "" || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
}

/** Whether a text is a name for a file or folder. */
export function isFileName(name: string): boolean {
  return name !== "" && name === fileName(name);
}

/** A path that begins with a drive or with `\\` is one of Windows. */
function separatorOf(path: string): "\\" | "/" {
  return /^([A-Za-z]:|\\\\)/.test(path) ? "\\" : "/";
}
