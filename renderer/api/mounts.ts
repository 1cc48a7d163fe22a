import { queryOptions } from "@tanstack/react-query";
import type { CommandOutput } from "../../core/api/registry/invoke.ts";
import type { ChangeKind } from "../components/counts.tsx";
import { childIn, refOf } from "../components/paths.ts";
import type { TreeOrder } from "../state/files-view.ts";
import { asAppError, ask } from "./bridge.ts";
import { client } from "./client.ts";
import { type ChangeItem, PAGE, type TreeItem } from "./queries.ts";

/** A working copy, as the list of them knows it. */
export type Mount = CommandOutput<"mount.list">["mounts"][number];
/** A working copy as a snapshot, and where its label is. */
export type MountState = CommandOutput<"mount.snapshot">;

/** A file or folder of a working copy, with its change since the base. */
export interface WorkingItem extends TreeItem {
  readonly change?: ChangeKind;
  /** For a folder: the counts of changes below it. */
  readonly counts?: ChangeItem["counts"];
}

/** All working copies, oldest first, those too that were discarded. */
export const mountsQuery = () =>
  queryOptions({
    queryKey: ["mounts", "list"],
    queryFn: async ({ signal }) => (await ask("mount.list", { discarded: true }, { signal })).mounts,
  });

/** Reads the state of a working copy, as a snapshot. */
export const mountStateQuery = (name: string) =>
  queryOptions({
    queryKey: ["mounts", "state", name],
    queryFn: ({ signal }) => ask("mount.snapshot", { mount: name }, { signal }),
  });

/** Asks what a push of a working copy would come to; anew whenever it or its label changes. */
export const pushPreviewQuery = (name: string, { base, head, ca_id }: MountState) =>
  queryOptions({
    queryKey: ["mount-push", name, base, head, ca_id],
    queryFn: ({ signal }) => ask("mount.push_preview", { mount: name, override: true }, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[3] === head ? previous : undefined),
    gcTime: 0,
  });

// Answers about two snapshots never change; they are kept for a while after use.
const immutable = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, structuralSharing: false };
/** The changes per page, and the most pages: in a folder with more changes the rest stay unmarked. */
const CHANGES = 1000;
const MOST_PAGES = 10;

type Mark = Pick<WorkingItem, "change" | "counts">;

/** The changes among a folder's direct children. */
interface FolderChanges {
  readonly marks: ReadonlyMap<string, Mark>;
  /** The children that are gone. */
  readonly removed: readonly WorkingItem[];
}

const NEW: FolderChanges = { marks: new Map(), removed: [] };

/** Reads the changes in one folder of a working copy. */
export const folderChangesQuery = (base: string, now: string, folder: string) =>
  queryOptions({
    queryKey: ["working-changes", base, now, folder],
    queryFn: ({ signal }) => folderChanges(base, now, folder, signal),
    ...immutable,
  });

/** Reads one page of a working copy's folder; removed children stand at the end. */
export const workingTreeQuery = (base: string, now: string, folder: string, order: TreeOrder, page: number) =>
  queryOptions({
    queryKey: ["working-tree", base, now, folder, order, page],
    queryFn: ({ signal }) => workingPage(base, now, folder, order, page, signal),
    ...immutable,
  });

/** Whether there is anything at a path of a snapshot. */
export const existsQuery = (id: string, path: string) =>
  queryOptions({
    queryKey: ["exists", id, path],
    queryFn: async ({ signal }) =>
      (await unlessGone(ask("tree", { ref: refOf(id, path), limit: 1 }, { signal }))) !== undefined,
    ...immutable,
  });

async function workingPage(
  base: string,
  now: string,
  folder: string,
  order: TreeOrder,
  page: number,
  signal: AbortSignal,
): Promise<CommandOutput<"tree">> {
  const offset = page * PAGE.tree;
  const list = (id: string) =>
    ask("tree", { ref: refOf(id, folder), ...order, offset, limit: PAGE.tree }, { signal });
  // Everything in a new folder is new.
  const isNew = folder !== "" && !(await client.fetchQuery(existsQuery(base, folder)));
  const [tree, { marks, removed }] = await Promise.all([
    unlessGone(list(now)),
    isNew ? NEW : client.fetchQuery(folderChangesQuery(base, now, folder)),
  ]);
  // A file in a folder's place lists itself.
  if (tree === undefined || tree.entries[0]?.path === folder) {
    const { entries, ...was } = await list(base);
    return { ...was, entries: entries.map((entry) => ({ ...entry, change: "removed" as const })) };
  }
  const entries: WorkingItem[] = tree.entries.map((entry) => ({
    ...entry,
    ...(isNew ? { change: "added" } : marks.get(entry.path)),
  }));
  const before = Math.max(0, offset - tree.total);
  entries.push(...removed.slice(before, before + PAGE.tree - entries.length));
  return { ca_id: now, total: tree.total + removed.length, entries };
}

async function folderChanges(
  base: string,
  now: string,
  folder: string,
  signal: AbortSignal,
): Promise<FolderChanges> {
  const marks = new Map<string, Mark>();
  const removed: WorkingItem[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = { from: base, to: now, folder, offset: page * CHANGES, limit: CHANGES };
    const { total, entries } = await ask("changes", asked, { signal });
    for (const entry of entries) {
      const path = childIn(folder, entry.path);
      // An entry that lies deeper stands for all that changed in the folder that leads to it.
      const isGone =
        entry.change === "removed" &&
        (path === entry.path || !(await client.fetchQuery(existsQuery(now, path))));
      const isNew =
        entry.change === "added" &&
        (path === entry.path || !(await client.fetchQuery(existsQuery(base, path))));
      if (isGone) removed.push(removedItem(path, entry));
      else marks.set(path, isNew ? { change: "added" } : markOf(path, entry));
    }
    if (asked.offset + CHANGES >= total) break;
  }
  return { marks, removed };
}

function removedItem(path: string, { path: deepest, type, before }: ChangeItem): WorkingItem {
  const isFolder = type === "directory" || path !== deepest;
  const { mode = 0, size = 0 } = before ?? {};
  return { path, type: isFolder ? "directory" : type, mode, size, change: "removed" };
}

function markOf(path: string, { path: deepest, change, counts }: ChangeItem): Mark {
  if (path === deepest) return { ...(change && { change }), ...(counts && { counts }) };
  const none = { added: 0, modified: 0, removed: 0 };
  return { counts: counts ?? { ...none, ...(change && { [change]: 1 }) } };
}

async function unlessGone<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (thrown) {
    const { code } = asAppError(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw thrown;
  }
}
