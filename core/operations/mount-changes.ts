import { cancelled } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import type { RelativeEntries } from "../mount/put-entries.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** A change of a mount's files. */
export type MountChange =
  | { readonly do: "write" | "append"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly do: "mkdir"; readonly path: string; readonly recursive: boolean }
  | { readonly do: "rm"; readonly path: string; readonly recursive: boolean; readonly force: boolean }
  | { readonly do: "rename" | "copy"; readonly from: string; readonly to: string }
  | { readonly do: "symlink"; readonly target: string; readonly path: string }
  | { readonly do: "chmod"; readonly path: string; readonly mode: number }
  /** Makes a path equal to a path of a snapshot. */
  | { readonly do: "put back"; readonly path: string; readonly from: SnapshotId; readonly at: string };

/** Changes a mount's files; the changes are durable when it returns. Throws as `Mount` does. */
export async function changeMount(
  store: OpenedStore,
  { id, change }: { readonly id: number; readonly change: MountChange },
  { mounts }: Pick<OperationContext, "mounts">,
): Promise<void> {
  const mount = mounts.get(id);
  switch (change.do) {
    case "write":
      return await mount.writeFile(change.path, change.bytes);
    case "append":
      return await mount.appendFile(change.path, change.bytes);
    case "mkdir":
      return await mount.mkdir(change.path, change);
    case "rm":
      return await mount.rm(change.path, change);
    case "rename":
      return await mount.rename(change.from, change.to);
    case "copy":
      return await mount.copyFile(change.from, change.to);
    case "symlink":
      return await mount.symlink(change.target, change.path);
    case "chmod":
      return await mount.chmod(change.path, change.mode);
    case "put back":
      return await mount.replaceWith(change.path, () => entriesAt(store, change.from, change.at));
  }
}

/** Adds a snapshot's entries to a folder of a mount. Throws as `Mount.addTo` does. */
export async function addToMount(
  store: OpenedStore,
  { id, folder, from }: { readonly id: number; readonly folder: string; readonly from: SnapshotId },
  { mounts, signal }: Pick<OperationContext, "mounts" | "signal">,
): Promise<void> {
  await mounts.get(id).addTo(folder, async () => {
    const entries = await entriesAt(store, from, "");
    if (signal.aborted) throw cancelled();
    return entries;
  });
}

async function entriesAt({ nodes }: OpenedStore, id: SnapshotId, path: string): Promise<RelativeEntries> {
  const entry = path === "" ? undefined : await getEntry(nodes, id, path);
  if (entry !== undefined) return [["", entry]];
  const start = path === "" ? 0 : path.length + 1;
  const entries: [path: string, entry: Entry][] = [];
  for await (const [below, found] of rangeEntries(nodes, id, { under: path }))
    entries.push([below.slice(start), found]);
  return entries;
}
