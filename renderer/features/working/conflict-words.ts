import type { Conflicts } from "../../model/working/push.ts";
import { text } from "../../strings/index.ts";

/** The two that are brought together: the working copy and what its label holds, each by name. */
export interface ConflictSides {
  readonly mine: string;
  readonly latest: string;
}

type Conflict = Conflicts[number];

/** Describes a conflict: the change of each side. */
export function conflictWords(conflict: Conflict, { mine, latest }: ConflictSides): string {
  const { deletedBy, folderIn, conflictKinds, ofFile } = text.working;
  const { kind, ours, theirs, moved = [] } = conflict;
  if (kind === "rename/rename" || kind === "rename/delete") {
    const files = moved.map((file) => ({ file, what: movedWords(file, { mine, latest }) }));
    return files.map(({ file, what }) => (files.length === 1 ? what : ofFile(file.base, what))).join("; ");
  }
  // Only one of the two can have nothing at a path.
  const [without, other] = ours === null ? [mine, latest] : [latest, mine];
  if (kind === "modify/delete") return deletedBy(without, other);
  if (kind === "type" && (ours === null || theirs === null)) return folderIn(without, other);
  return conflictKinds[kind];
}

/** Describes where each side moved a file, if it did. */
function movedWords(
  { base, ours, theirs }: NonNullable<Conflict["moved"]>[number],
  { mine, latest }: ConflictSides,
): string {
  const { movedBy, goneBy } = text.working;
  const sides = [
    { name: mine, path: ours },
    { name: latest, path: theirs },
  ];
  return sides
    .filter(({ path }) => path !== base)
    .map(({ name, path }) => (path === null ? goneBy(name) : movedBy(name, path)))
    .join(", ");
}
