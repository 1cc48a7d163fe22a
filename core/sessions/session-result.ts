import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { Change } from "../manifest/changes.ts";
import { editManifest } from "../manifest/edit.ts";
import {
  DEFAULT_FILE_MODE,
  EMPTY_FOLDER,
  type Entry,
  entryType,
  fileEntry,
  sameEntry,
} from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, foldersAbove } from "../manifest/path.ts";
import { getEntry, rangeEntries, statFolder } from "../manifest/read.ts";
import { ContentStorer, type StoredContent } from "../manifest/store-content.ts";
import type { FileDecision, Side } from "../merge/model/merge-state.ts";
import { parseFileMerge } from "../merge/model/saved-file-merge.ts";
import { bytesOfText } from "../merge/model/text-bytes.ts";
import { inTheWay } from "./second-names.ts";
import { type MergeSession, movedOnce, pathsOf, type SessionFile } from "./session.ts";
import { type DatabaseStores, mergedDatabase } from "./session-databases.ts";
import { nameTaken } from "./session-errors.ts";
import { linesOfTexts, readTexts } from "./session-texts.ts";

/** Where the result of a session is made. */
export interface ResultStores extends DatabaseStores {
  readonly nodes: NodeStore;
}

type Sides = Pick<MergeSession, "base" | "ours" | "theirs" | "merged" | "options">;

/**
 * Makes the snapshot that a session's decisions give. What is open is as in the base, a whole file or the open hunks of a
 * text; or, with `open` as `nothing`, open files are left out. Throws `EEXIST` for a second name that something else has, `ENOTDIR` and `EISDIR` for decisions that would make a path
 * both a file and a folder, `MissingObject`, `CorruptObject`.
 */
export async function makeResult(
  stores: ResultStores,
  session: Sides,
  files: readonly SessionFile[],
  { open = "base" }: { readonly open?: "base" | "nothing" } = {},
): Promise<SnapshotId> {
  const { nodes } = stores;
  const changes = new Map<string, Entry | null>();
  for (const file of files) {
    const decision = decisionOf(file);
    if (decision === null || (open === "nothing" && !file.isResolved)) continue;
    for (const [path, entry] of await changesOf(stores, session, file, decision)) {
      const before = changes.get(path) ?? null;
      // Two files may have one path, where moved ones clash with a folder.
      if (before !== null && entry !== null && !sameEntry(before, entry)) throw nameTaken(file.path, path);
      changes.set(path, entry ?? before);
    }
    if (decision.take !== "both") continue;
    const taken = await inTheWay(nodes, session.merged, file.path, decision.as);
    if (taken !== undefined) throw taken;
    for (const folder of await emptyFoldersAbove(nodes, session.merged, decision.as))
      changes.set(folder, null);
  }
  for (const [path, entry] of changes) {
    // An empty folder that a side is left with holds nothing that would be worth a clash.
    if (entry === null || entryType(entry) !== "directory") continue;
    if (await isBelowFile(nodes, session.merged, path, changes)) changes.set(path, null);
  }
  const sorted: Change[] = [...changes].sort(([a], [b]) => comparePaths(a, b));
  const edited = await editManifest(nodes, session.merged, sorted).catch(asClash);
  return await withFolders(nodes, edited, session.options.folders);
}

/** Says of a path that would be both a file and a folder what to decide otherwise. */
function asClash(thrown: unknown): never {
  if (!isClash(thrown)) throw thrown;
  const { path, above = path, below = path } = thrown.data ?? {};
  throw new StrataError(
    thrown.code,
    `The decisions make ${JSON.stringify(above)} a file, and put ${JSON.stringify(below)} below it.`,
    { hint: "Decide one of them otherwise (strata merge resolve).", data: { path, above, below } },
  );
}

/** Returns whether an error says that a path would be both a file and a folder. */
export function isClash(thrown: unknown): thrown is StrataError {
  return thrown instanceof StrataError && (thrown.code === "ENOTDIR" || thrown.code === "EISDIR");
}

/** The decision that counts; null for a file that stays as it was merged. */
function decisionOf({ conflict, decision, text }: SessionFile): FileDecision | null {
  if (decision !== null && decision.take !== "undecided") return decision;
  if (conflict === null) return null;
  return text === null ? { take: "base" } : { take: "text" };
}

async function changesOf(
  stores: ResultStores,
  session: Sides,
  file: SessionFile,
  decision: FileDecision,
): Promise<Map<string, Entry | null>> {
  const changes = new Map<string, Entry | null>();
  // Of what is in conflict, nothing has been merged.
  if (file.conflict === null) changes.set(file.path, null);
  switch (decision.take) {
    case "undecided":
    case "delete":
      return changes;
    case "base":
    case "ours":
    case "theirs":
      for (const [path, entry] of await versionOf(stores, session, file, decision.take, decision)) {
        changes.set(path, entry);
      }
      return changes;
    case "both": {
      const { first, as } = decision;
      const [one, other] = [first, first === "ours" ? "theirs" : "ours"] as const;
      for (const [path, entry] of await versionOf(stores, session, file, one, decision))
        changes.set(path, entry);
      const place = placeOf(file, other);
      for (const [path, entry] of await placed(stores, session, file, other, decision)) {
        const name = as + path.slice(place.length);
        if ((changes.get(name) ?? null) !== null) throw nameTaken(file.path, name);
        changes.set(name, entry);
      }
      return changes;
    }
    case "content":
      return changes.set(
        targetOf(file, decision),
        entryWith(await onlyContent(stores, decision.id), file, decision),
      );
    case "text":
      return changes.set(targetOf(file, decision), entryWith(await textOf(stores, file), file, decision));
    case "rows": {
      const merged = await mergedDatabase(stores, session, file, decision);
      if (merged === undefined) return await changesOf(stores, session, file, { take: "base" });
      return changes.set(targetOf(file, decision), entryWith(merged, file, decision));
    }
  }
}

/** Returns the path of a file on a side. */
function placeOf(file: SessionFile, side: Side): string {
  return movedOnce(file)?.[side] ?? file.path;
}

/** Returns the path of new content: that of the side that was chosen, or else where ours has the file, or theirs. */
function targetOf(file: SessionFile, { at }: FileDecision): string {
  const moved = movedOnce(file);
  return (at && moved?.[at]) ?? moved?.ours ?? moved?.theirs ?? file.path;
}

/** Returns all that a side has at the paths of a file: of files that were moved, wherever it has them. */
async function versionOf(
  stores: ResultStores,
  session: Sides,
  file: SessionFile,
  side: Side,
  decision: FileDecision,
): Promise<[path: string, entry: Entry][]> {
  const id = session[side]?.id;
  if (file.conflict?.moved === undefined || id === undefined)
    return await placed(stores, session, file, side, decision);
  const found: [string, Entry][] = [];
  for (const path of pathsOf(file)) {
    const entry = await getEntry(stores.nodes, id, path);
    if (entry !== undefined) found.push([path, entry]);
  }
  return found;
}

/** Returns a side's file, with the permissions that count, or what is in its folder. */
async function placed(
  { nodes }: ResultStores,
  session: Sides,
  file: SessionFile,
  side: Side,
  decision: FileDecision,
): Promise<[path: string, entry: Entry][]> {
  const version = file.versions[side];
  const place = placeOf(file, side);
  if (version !== null) return [[place, settled(version.entry, file, decision)]];
  const id = session[side]?.id;
  // A side that has the file elsewhere has nothing here.
  if (id === undefined || file.conflict?.moved !== undefined) return [];
  const found: [string, Entry][] = [];
  const folder = await getEntry(nodes, id, place);
  if (folder !== undefined) found.push([place, folder]);
  for await (const [path, entry] of rangeEntries(nodes, id, { under: place })) found.push([path, entry]);
  return found;
}

/** Returns a side's entry with the content or the permissions that did merge, or that were decided apart. */
function settled(entry: Entry, file: SessionFile, decision: FileDecision): Entry {
  if (entryType(entry) !== "file") return entry;
  const { size, content } = file.conflict?.content ?? entry;
  return fileEntry(modeOf(file, decision) ?? entry.mode, size, content);
}

function entryWith({ size, content }: StoredContent, file: SessionFile, decision: FileDecision): Entry {
  const { ours, theirs } = file.versions;
  const mode = [ours, theirs].find((version) => version && entryType(version.entry) === "file")?.entry.mode;
  return fileEntry(modeOf(file, decision) ?? mode ?? DEFAULT_FILE_MODE, size, content);
}

/** Returns the mode that merged or was decided; undefined where each version has its own. */
function modeOf({ conflict, versions }: SessionFile, { permissions }: FileDecision): number | undefined {
  return permissions === undefined ? conflict?.mode : versions[permissions]?.entry.mode;
}

async function textOf({ objects, profile }: ResultStores, file: SessionFile): Promise<StoredContent> {
  const texts = await readTexts(objects, file.versions);
  const merge = typeof texts === "string" ? undefined : parseFileMerge(file.text, linesOfTexts(texts));
  if (merge?.ok !== true) {
    throw new StrataError(
      "DatabaseDamaged",
      `What was decided of the text ${JSON.stringify(file.path)} does not fit it.`,
      {
        hint: "Decide it anew: strata merge reopen.",
        data: { path: file.path, why: merge?.why ?? texts },
      },
    );
  }
  return await new ContentStorer(objects, profile).store(bytesOfText(merge.value.text()));
}

/** Returns the content of the only file of a snapshot. Throws `BadInput` for one that holds anything else. */
export async function onlyContent(
  { nodes }: Pick<ResultStores, "nodes">,
  id: SnapshotId,
): Promise<StoredContent> {
  const found: Entry[] = [];
  for await (const [, entry] of rangeEntries(nodes, id)) {
    found.push(entry);
    if (found.length > 1) break;
  }
  const [only, more] = found;
  if (only !== undefined && more === undefined && entryType(only) === "file") return only;
  throw new StrataError("BadInput", `The snapshot ${id.slice(0, 10)} does not hold just one file.`, {
    hint: "Take the content of a file on disk, or of a snapshot with only that file.",
    data: { id },
  });
}

async function emptyFoldersAbove(nodes: NodeStore, id: SnapshotId, path: string): Promise<string[]> {
  const empty: string[] = [];
  for (const folder of foldersAbove(path)) {
    const entry = await getEntry(nodes, id, folder);
    if (entry !== undefined && entryType(entry) === "directory") empty.push(folder);
  }
  return empty;
}

/** Puts back the empty folders that only gave way to what is not there. */
async function withFolders(
  nodes: NodeStore,
  id: SnapshotId,
  folders: readonly string[],
): Promise<SnapshotId> {
  const missing: Change[] = [];
  for (const folder of folders) {
    if ((await statFolder(nodes, id, folder)) !== undefined || (await isBelowFile(nodes, id, folder)))
      continue;
    if ((await getEntry(nodes, id, folder)) === undefined) missing.push([folder, EMPTY_FOLDER]);
  }
  // A folder in another one is enough for both.
  const needed = missing.filter(([path]) => !missing.some(([other]) => other.startsWith(`${path}/`)));
  return await editManifest(nodes, id, needed);
}

/** Returns whether something above a path is a file or a link, in a snapshot once changes are made to it. */
async function isBelowFile(
  nodes: NodeStore,
  id: SnapshotId,
  path: string,
  changes: ReadonlyMap<string, Entry | null> = new Map(),
): Promise<boolean> {
  for (const folder of foldersAbove(path)) {
    const above =
      changes.get(folder) ?? (changes.has(folder) ? undefined : await getEntry(nodes, id, folder));
    if (above !== undefined && entryType(above) !== "directory") return true;
  }
  return false;
}
