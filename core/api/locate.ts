import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { NamedSnapshot } from "../labels/label-store.ts";
import type { Referent } from "../labels/references.ts";
import { splitReference } from "../labels/split-reference.ts";
import { parsePath } from "../manifest/path.ts";
import type { Repository } from "../repository/repository.ts";
import { spelledPath } from "./spelling.ts";

/** A place in a snapshot: `path` is "" for its root. */
export interface Location {
  readonly id: SnapshotId;
  readonly path: string;
}

/**
 * Finds the place that `REFERENCE[:PATH]` names, its path as the snapshot spells it; whether there is one, it does not say. Throws as
 * `Repository.resolve` and {@link spelledPath} do, and `EINVAL` for an invalid path.
 */
export async function locate(repository: Repository, text: string): Promise<Location> {
  const { ref, path = "" } = splitReference(text);
  const parsed = parseSnapshotPath(path);
  const { id } = repository.resolve(ref);
  return { id, path: await spelledPath(repository, id, parsed) };
}

/** Finds the snapshot that a reference names. Throws as `Repository.resolve` does, and `BadInput` for one with a path. */
export function locateSnapshot(repository: Repository, text: string): SnapshotId {
  return locateReferent(repository, text).id;
}

/** Finds the target of a reference to a whole snapshot. Throws as {@link locateSnapshot} does. */
export function locateReferent(repository: Repository, text: string): Referent {
  const { ref, path } = splitReference(text);
  if (path !== undefined) {
    throw new StrataError(
      "BadInput",
      `${JSON.stringify(text)} names a path, where only a whole snapshot makes sense.`,
      {
        hint: `Leave out the colon and what is behind it: ${ref}`,
        data: { reference: text },
      },
    );
  }
  return repository.resolve(ref);
}

/** Returns a snapshot as a parent of a move: by the reflog entry that it was found through, if any. */
export function named({ id, seq }: Referent): NamedSnapshot {
  return seq === undefined ? { id } : { id, seq };
}

/** Returns the parents of a move to a snapshot. */
export function originOf({ seq }: Referent): number | null {
  return seq ?? null;
}

/** Reads a path from a snapshot's root as people write it: a slash before or behind it says the same. Throws `EINVAL`. */
export function parseSnapshotPath(text: string): string {
  const path = text.replace(/^\/|\/+$/g, "");
  return path === "" ? "" : parsePath(path);
}
