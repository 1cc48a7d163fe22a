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
