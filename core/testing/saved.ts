import { hashId } from "../hash.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { readChunks } from "../manifest/chunk-list.ts";
import { DEFAULT_FILE_MODE, type Entry, fileEntry } from "../manifest/entry.ts";
import { comparePaths } from "../manifest/path.ts";
import { rangeEntries } from "../manifest/read.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import type { PackStore } from "../objects/pack-store.ts";
import type { OpenedStore } from "../store/open.ts";

/** The files of a snapshot: the bytes at each path. */
export type SavedFiles = Readonly<Record<string, Uint8Array>>;

/** Stages a snapshot of files. */
export async function stageFiles(
  store: OpenedStore,
  objects: PackStore,
  files: SavedFiles,
): Promise<SnapshotId> {
  const storer = new ContentStorer(objects, store.profile);
  const entries: [string, Entry][] = [];
  for (const [path, bytes] of Object.entries(files)) {
    const { content, size } = await storer.store(bytes);
    entries.push([path, fileEntry(DEFAULT_FILE_MODE, size, content)]);
  }
  return await buildManifest(
    store.nodes.over(objects),
    entries.sort(([a], [b]) => comparePaths(a, b)),
  );
}

/** Pushes a snapshot of files onto a label, which is created if it has no head. */
export async function saveFiles(store: OpenedStore, label: string, files: SavedFiles): Promise<SnapshotId> {
  const objects = store.stage();
  const to = await stageFiles(store, objects, files);
  objects.flushWith(() => {
    const head = store.labels.resolveSync(label)?.head ?? null;
    store.labels.forceSync({ label, op: head === null ? "create" : "push", to });
  });
  return to;
}

/** Reads all files of a snapshot; returns the BLAKE3 of each. */
export async function hashesIn(store: OpenedStore, id: SnapshotId): Promise<Record<string, ObjectId>> {
  const hashes: Record<string, ObjectId> = {};
  for await (const [path, entry] of rangeEntries(store.nodes, id)) {
    const parts = entry.content.kind === "inline" ? [entry.content.bytes] : [];
    for await (const chunk of readChunks(store.objects, entry)) parts.push(await store.objects.get(chunk.id));
    hashes[path] = hashId(Buffer.concat(parts));
  }
  return hashes;
}

/** Returns the BLAKE3 of each file. */
export function hashesOf(files: SavedFiles): Record<string, ObjectId> {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, hashId(bytes)]));
}
