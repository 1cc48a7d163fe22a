import { EMPTY_FOLDER, type Entry, entryType, sameEntry } from "../../manifest/entry.ts";
import type { FileSides } from "../content/file-sides.ts";
import type { ConflictKind, TreeConflict } from "./conflict.ts";
import type { PathSides } from "./differences.ts";

/** What a merge makes of one path. */
export type Outcome =
  | { readonly status: "merged"; readonly entry: Entry | null }
  /** Both sides changed what the file holds. `mode` is null where they did so with its permissions too. */
  | { readonly status: "contents"; readonly files: FileSides; readonly mode: number | null }
  | { readonly status: "conflict"; readonly conflict: TreeConflict }
  /** It is one of several paths of a conflict between moves, and may hold a file or none. */
  | { readonly status: "moved" };

/** Says of a path why it is in conflict though no more than one side may have changed it. */
export const UNSETTLED = "The snapshots that both came from do not agree on it.";

/**
 * Merges what three snapshots have at one path: what is equal or what one side left as it was needs no thought, and the
 * content and the permissions of a file are merged apart.
 *
 * Files and links are merged as if there were no empty folders, and empty folders, which cannot conflict, stand only where
 * that leaves nothing.
 */
export function mergeEntry({ base, ours, theirs, ...path }: PathSides): Outcome {
  const outcome = mergeFile({ ...path, base: fileOf(base), ours: fileOf(ours), theirs: fileOf(theirs) });
  if (outcome.status !== "merged" || outcome.entry !== null) return outcome;
  const isFolder = threeWay(isEmptyFolder(base), isEmptyFolder(ours), isEmptyFolder(theirs), Object.is);
  return merged(isFolder ? EMPTY_FOLDER : null);
}

/** The outcome that leaves nothing to do. */
export function merged(entry: Entry | null): Outcome {
  return { status: "merged", entry };
}

/** Gives an entry unless it is an empty folder. */
export function fileOf(entry: Entry | null): Entry | null {
  return isEmptyFolder(entry) ? null : entry;
}

/** Tells whether there is a regular file. */
export function isRegular(entry: Entry | null): entry is Entry {
  return entry !== null && entryType(entry) === "file";
}

/** Tells whether two snapshots have the same at a path. */
export function sameOrNone(a: Entry | null, b: Entry | null): boolean {
  return a === null || b === null ? a === b : sameEntry(a, b);
}

/** Says how the permissions of a file conflict. */
export function permissionsReason({ ours, theirs }: { ours: Entry; theirs: Entry }): string {
  return `Ours has the permissions ${octal(ours)}, theirs ${octal(theirs)}.`;
}

function mergeFile(sides: PathSides): Outcome {
  const { path, base, ours, theirs, unsettled = false } = sides;
  // Of an unsettled path nobody can say which side changed it.
  const entry = unsettled && !sameOrNone(ours, theirs) ? undefined : threeWay(base, ours, theirs, sameOrNone);
  if (entry !== undefined) return merged(entry);
  if (ours === null)
    return conflict(
      sides,
      "modify/delete",
      unsettled ? "Only theirs has it." : "Ours deleted it, theirs changed it.",
    );
  if (theirs === null)
    return conflict(
      sides,
      "modify/delete",
      unsettled ? "Only ours has it." : "Ours changed it, theirs deleted it.",
    );
  if (isRegular(ours) !== isRegular(theirs)) {
    const what = (side: Entry) => (isRegular(side) ? "a file" : "a link");
    return conflict(sides, "type", `Ours has ${what(ours)}, theirs ${what(theirs)}.`);
  }
  if (ours.symlink !== null) {
    return conflict(sides, "binary", `Ours links to ${ours.symlink}, theirs to ${theirs.symlink}.`);
  }
  const from = isRegular(base) ? base : null;
  const mode = threeWay(from?.mode, ours.mode, theirs.mode, Object.is) ?? null;
  const holder = threeWay(from, ours, theirs, sameContents);
  if (!holder)
    return {
      status: "contents",
      files: { path, base: from, ours, theirs, ...(unsettled && { unsettled }) },
      mode,
    };
  if (mode !== null) return merged({ ...holder, mode });
  const { size, content } = holder;
  const modes: TreeConflict = {
    ...sides,
    kind: "mode",
    reason: permissionsReason({ ours, theirs }),
    content: { size, content },
  };
  return { status: "conflict", conflict: modes };
}

/** Takes what both sides have, or what one of them changed; undefined where each changed it in its own way. */
function threeWay<T>(base: T, ours: T, theirs: T, same: (a: T, b: T) => boolean): T | undefined {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  return same(base, ours) ? theirs : undefined;
}

function conflict(sides: PathSides, kind: ConflictKind, reason: string): Outcome {
  const why = sides.unsettled ? `${reason} ${UNSETTLED}` : reason;
  return { status: "conflict", conflict: { ...sides, kind, reason: why } };
}

function isEmptyFolder(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) === "directory";
}

function sameContents(a: Entry | null, b: Entry | null): boolean {
  return a === null || b === null ? a === b : sameEntry({ ...a, mode: b.mode }, b);
}

function octal({ mode }: Entry): string {
  return (mode & 0o777).toString(8).padStart(3, "0");
}
