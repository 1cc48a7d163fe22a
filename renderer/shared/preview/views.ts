import type { Preview } from "../../api/queries.ts";

/** A way to show a file. */
export type FileView = "text" | "image" | "tables" | "bytes";

/** Lists the ways in which a file can be shown, the best first. */
export function viewsOf({ kind, text }: Pick<Preview, "kind" | "text">): readonly FileView[] {
  if (kind === "text") return ["text", "bytes"];
  if (kind === "image") return text === undefined ? ["image", "bytes"] : ["image", "text", "bytes"];
  if (kind === "sqlite") return ["tables", "bytes"];
  return ["bytes"];
}

/** Whether a file may be run, by its mode. */
export function isExecutable(mode: number): boolean {
  return (mode & 0o111) !== 0;
}
