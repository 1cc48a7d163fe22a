import type { StrataError } from "../errors.ts";
import { entryType } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { foldersAbove, isUnder, pathProblem } from "../manifest/path.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import { type MergeSession, pathsOf, type SessionFile, type SessionFileItem } from "./session.ts";
import { nameBelowFile, nameTaken, unfitDecision } from "./session-errors.ts";

type Both = Extract<FileDecision, { take: "both" }>;
type Sides = Pick<MergeSession, "ours" | "theirs" | "merged">;

/**
 * Returns the error for a second name that cannot be: one that is no path, at which the file's own first version or what merged by
 * itself is, or below which or above which that has a file. Undefined if nothing of these is in the way.
 */
export async function secondNameProblem(
  nodes: NodeStore,
  session: Sides,
  { path, versions }: SessionFile,
  { as, first }: Both,
): Promise<StrataError | undefined> {
  const wrong = pathProblem(as);
  if (wrong !== undefined) {
    const why = `${JSON.stringify(as)} is no path, since ${wrong}`;
    return unfitDecision(path, why, "Name a path in the snapshot.");
  }
  if (as === path) return nameTaken(path, as);
  if (isUnder(path, as)) return nameTaken(path, as, path);
  const merged = await inTheWay(nodes, session.merged, path, as);
  if (merged !== undefined || !isUnder(as, path)) return merged;
  // The first version may be a folder, in which the name may be free.
  if (versions[first] !== null) return nameBelowFile(path, as, path);
  return await inTheWay(nodes, session[first].id, path, as);
}

/** Returns the error for a second name of a file if something in a snapshot is at it, below it, or a file above it. */
export async function inTheWay(
  nodes: NodeStore,
  id: MergeSession["merged"],
  path: string,
  name: string,
): Promise<StrataError | undefined> {
  for (const folder of foldersAbove(name)) {
    const above = await getEntry(nodes, id, folder);
    if (above !== undefined && entryType(above) !== "directory") return nameBelowFile(path, name, folder);
  }
  const there = await getEntry(nodes, id, name);
  if (there !== undefined && entryType(there) !== "directory") return nameTaken(path, name);
  for await (const [below] of rangeEntries(nodes, id, { under: name })) return nameTaken(path, name, below);
  return undefined;
}

/**
 * Returns the errors for second names that clash with the paths of other files of the session, or with second names of others, by the paths
 * of the files that they are of. `decisions` come in place of those that the files have.
 */
export function clashingNames(
  items: readonly Pick<SessionFileItem, "path" | "kind" | "conflict" | "decision">[],
  decisions: ReadonlyMap<string, FileDecision>,
): Map<string, StrataError> {
  const clashes = new Map<string, StrataError>();
  const taken = new TakenPaths();
  for (const item of items) for (const path of pathsOf(item)) taken.add(path, item);
  // What is decided already has its name first.
  const isNew = ({ path }: { readonly path: string }) => decisions.has(path);
  const inTurn = [...items.filter((item) => !isNew(item)), ...items.filter(isNew)];
  for (const item of inTurn) {
    const { path } = item;
    const decision = decisions.get(path) ?? item.decision;
    if (decision?.take !== "both") continue;
    const clash = taken.clashOf(path, decision.as);
    if (clash === undefined) taken.add(decision.as, { ...item, kind: "text" });
    else clashes.set(path, clash);
  }
  return clashes;
}

type Holder = Pick<SessionFileItem, "path" | "kind">;

/** The paths that files of a session have, each with the file. */
class TakenPaths {
  readonly #holders = new Map<string, Holder>();
  /** By each folder above them, one of the paths. */
  readonly #below = new Map<string, string>();

  add(path: string, holder: Holder): void {
    this.#holders.set(path, holder);
    for (const folder of foldersAbove(path)) this.#below.set(folder, path);
  }

  /** Returns the error for a name of a file that clashes with another path. A file may take a path of its own move. */
  clashOf(path: string, name: string): StrataError | undefined {
    const holder = this.#holders.get(name);
    if (holder !== undefined && (holder.path !== path || name === path)) return nameTaken(path, name);
    const below = this.#below.get(name);
    if (below !== undefined) return nameTaken(path, name, below);
    // A file that is a folder on one side may become one.
    const file = foldersAbove(name).find((folder) => this.#isFile(folder));
    return file === undefined ? undefined : nameBelowFile(path, name, file);
  }

  #isFile(path: string): boolean {
    const holder = this.#holders.get(path);
    return holder !== undefined && holder.kind !== "type";
  }
}
