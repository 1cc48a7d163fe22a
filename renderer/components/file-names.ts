/** The problem with a file's name, as a key of the catalogue's sentences. */
export type FileNameProblem = "empty" | "slash" | "dots" | "control";

/** Returns the problem with the name of a file or folder; undefined for a valid one. */
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
