import { EMPTY_FOLDER, type Entry, sameEntry } from "../../manifest/entry.ts";
import type { ConflictKind, TreeConflict } from "./conflict.ts";
import {
  fileOf,
  isEmptyFolder,
  isRegular,
  merged,
  type Outcome,
  type PathSides,
  sameOrNone,
} from "./paths.ts";

/** The reason why an unsettled path is in conflict, though perhaps only one side changed it. */
export const UNSETTLED = "The snapshots that both came from do not agree on it.";

/**
 * Merges one path of three snapshots. A file's content and permissions are merged separately.
 *
 * An empty folder never conflicts: files and links are merged as if there were none, and it stays only if they leave
 * nothing at its path.
 */
export function mergePath({ base, ours, theirs, ...path }: PathSides): Outcome {
  const outcome = mergeFile({ ...path, base: fileOf(base), ours: fileOf(ours), theirs: fileOf(theirs) });
  if (outcome.status !== "merged" || outcome.entry !== null) return outcome;
  const isFolder = threeWay(isEmptyFolder(base), isEmptyFolder(ours), isEmptyFolder(theirs), Object.is);
  return merged(isFolder ? EMPTY_FOLDER : null);
}

/** Returns a sentence with the permissions that each side gave a file. */
export function permissionsReason({ ours, theirs }: { ours: Entry; theirs: Entry }): string {
  return `Ours has the permissions ${octal(ours)}, theirs ${octal(theirs)}.`;
}

function mergeFile(sides: PathSides): Outcome {
  const { path, base, ours, theirs, unsettled = false } = sides;
  // Without a base, nobody can say which side changed an unsettled path.
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
    const typeName = (side: Entry) => (isRegular(side) ? "a file" : "a link");
    return conflict(sides, "type", `Ours has ${typeName(ours)}, theirs ${typeName(theirs)}.`);
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

/** Returns the value that both sides have or that one of them changed; undefined if they changed it differently. */
function threeWay<T>(base: T, ours: T, theirs: T, same: (a: T, b: T) => boolean): T | undefined {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  return same(base, ours) ? theirs : undefined;
}

function conflict(sides: PathSides, kind: ConflictKind, reason: string): Outcome {
  const why = sides.unsettled ? `${reason} ${UNSETTLED}` : reason;
  return { status: "conflict", conflict: { ...sides, kind, reason: why } };
}

function sameContents(a: Entry | null, b: Entry | null): boolean {
  return a === null || b === null ? a === b : sameEntry({ ...a, mode: b.mode }, b);
}

function octal({ mode }: Entry): string {
  return (mode & 0o777).toString(8).padStart(3, "0");
}
