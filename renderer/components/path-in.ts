/** Gives a path as it is seen from a folder that it is in. */
export function pathIn(folder: string, path: string): string {
  return folder === "" ? path : path.slice(folder.length + 1);
}
