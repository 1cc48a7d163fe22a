/** Why a text is no file's name, by a word that the catalogue has a sentence for. */
export type FileNameProblem = "empty" | "slash" | "dots" | "control";

/** Says what keeps a text from being the name of a file or folder; undefined where nothing does. */
export function fileNameProblem(name: string): FileNameProblem | undefined {
  if (name === "") return "empty";
  if (name.includes("/")) return "slash";
  if (name === "." || name === "..") return "dots";
  return name.includes("\0") ? "control" : undefined;
}

/** Whether a text is the path of a folder of a working copy; "" is its root. */
export function isFolderPath(path: string): boolean {
  return path === "" || path.split("/").every((name) => fileNameProblem(name) === undefined);
}

/** Gives the path of a name in a folder, whose root is "". */
export function pathOf(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Gives what is directly in a folder and leads to a path below it, or is it. */
export function childIn(folder: string, path: string): string {
  const start = folder === "" ? 0 : folder.length + 1;
  const end = path.indexOf("/", start);
  return end === -1 ? path : path.slice(0, end);
}

/** Whether a path is a folder's own or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
