import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { type Entry, fileEntry, symlinkEntry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { statFolder } from "../manifest/read.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import { badArchive } from "../snapshot/tar/tar-errors.ts";
import { readTar, type TarMember } from "../snapshot/tar/tar-reader.ts";
import { TarTree } from "../snapshot/tar/tar-tree.ts";
import type { Skipped } from "../snapshot/walk.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** The snapshot of an archive, which no label holds. */
export interface ArchivedSnapshot {
  readonly id: SnapshotId;
  /** Files and links, and the sum of their sizes. */
  readonly files: number;
  readonly bytes: number;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly Skipped[];
}

/** The most bytes of the files of an archive, holes included. */
const MOST_BYTES = 1024 ** 4;

/**
 * Begins an upload of a tar, whose bytes come in several calls; returns its number. Collections wait for it: its bytes come only once.
 */
export function beginTar(
  store: OpenedStore,
  _: undefined,
  { archives, clock }: Pick<OperationContext, "archives" | "clock">,
): number {
  const lease = store.leases.take({ kind: "writer", work: "upload" });
  return archives.begin((bytes) => storeTar(store, bytes, clock).finally(() => lease.release()));
}

/** Adds bytes to an upload. */
export function feedTar(
  _: OpenedStore,
  { upload, bytes }: { readonly upload: number; readonly bytes: Uint8Array },
  { archives }: Pick<OperationContext, "archives">,
): Promise<void> {
  return archives.feed(upload, bytes);
}

/** Ends an upload and returns its snapshot, which is durable. Throws `BadInput`, `StoreBusy` if a collection came in between. */
export async function endTar(
  _: OpenedStore,
  { upload }: { readonly upload: number },
  { archives }: Pick<OperationContext, "archives">,
): Promise<ArchivedSnapshot> {
  try {
    return await archives.end(upload);
  } catch (thrown) {
    if (!(thrown instanceof StrataError) || thrown.code !== "LeaseLost") throw thrown;
    throw new StrataError(
      "StoreBusy",
      "The archive was not imported, as space was freed in the store meanwhile.",
      {
        hint: "Send it again; nothing was changed.",
        cause: thrown,
      },
    );
  }
}

/** Gives an upload up: nothing of it is kept. */
export async function abortTar(
  _: OpenedStore,
  { upload }: { readonly upload: number },
  { archives }: Pick<OperationContext, "archives">,
): Promise<void> {
  await archives.abort(upload);
}

async function storeTar(
  store: OpenedStore,
  bytes: AsyncIterable<Uint8Array>,
  clock: OperationContext["clock"],
): Promise<ArchivedSnapshot> {
  const { labels, profile } = store;
  const objects = store.stage();
  const nodes = new NodeStore(objects);
  try {
    const tree = new TarTree(nodes);
    const contents = new ContentStorer(objects, profile);
    const [skipped, warnings]: [Skipped[], Skipped[]] = [[], []];
    let left = MOST_BYTES;
    for await (const member of readTar(bytes)) {
      const { type, path } = member;
      if (type === "skipped") skipped.push({ path, reason: member.reason });
      else if (type === "folder") {
        if (path !== "") tree.addFolder(path);
      } else {
        if (type === "file") {
          left -= member.size;
          if (left < 0)
            throw badArchive(
              path,
              `all files together have more than ${MOST_BYTES.toLocaleString("en")} bytes`,
            );
          if ((member.mode & 0o7000) !== 0)
            warnings.push({ path, reason: "its setuid, setgid or sticky bit is not kept" });
        }
        await tree.add(path, await entryOf(member, tree, contents));
      }
    }
    const id = await tree.finish();
    const tally = await statFolder(nodes, id, "");
    objects.flushWith(() => labels.snapshots.record(id, clock()));
    return { id, files: tally?.entries ?? 0, bytes: tally?.bytes ?? 0, skipped, warnings };
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}

async function entryOf(
  member: Extract<TarMember, { type: "file" | "link" | "symlink" }>,
  tree: TarTree,
  contents: ContentStorer,
): Promise<Entry> {
  if (member.type === "symlink") return symlinkEntry(member.target);
  if (member.type === "file") {
    const { size, content } = await contents.store(member.content);
    return fileEntry(member.mode, size, content);
  }
  const { path, target } = member;
  const linked = await tree.get(target);
  if (linked !== undefined) return linked;
  throw badArchive(path, `it is a hard link to ${JSON.stringify(target)}, which does not come before it`);
}
