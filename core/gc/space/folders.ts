import type { ObjectId, SnapshotId } from "../../ids.ts";
import { readChunks } from "../../manifest/chunk-list.ts";
import { listFolder } from "../../manifest/list.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { folderStart, isUnder } from "../../manifest/path.ts";
import { rangeEntries } from "../../manifest/read.ts";
import type { Step } from "../progress.ts";
import type { Ledger } from "./ledger.ts";
import { Reach } from "./reach.ts";

/** What the contents of a file, or of everything in a folder, take. */
export interface FolderUsage {
  readonly path: string;
  readonly type: "file" | "symlink" | "directory";
  readonly files: number;
  /** The sum of the sizes of its files. */
  readonly size: number;
  /** Stored bytes of their chunks. Contents of a few bytes are in the nodes of the snapshot and are not counted. */
  stored: number;
  /** Of those that neither another label nor another part of this snapshot needs. */
  only: number;
}

/** A snapshot of a label, and the folder in it that is looked at. */
export interface FolderPlace {
  readonly labelId: number;
  readonly snapshot: SnapshotId;
  readonly path: string;
}

/** Paths outside of the folder. */
const OUTSIDE = -1;
/** Objects that several children need. */
const SEVERAL = -2;

/** Returns what the children of a folder take, in the order of their names. Throws `ENOENT`, `ENOTDIR`. */
export async function folderUsageOf(
  { holdings, positions, needs }: Ledger,
  nodes: NodeStore,
  { labelId, snapshot, path }: FolderPlace,
  step: Step,
): Promise<FolderUsage[]> {
  const children = (await listFolder(nodes, snapshot, path)).map((child): FolderUsage => {
    const isFolder = child.type === "directory";
    return {
      path: child.path,
      type: child.type,
      files: isFolder ? child.entries : 1,
      size: isFolder ? child.bytes : child.entry.size,
      stored: 0,
      only: 0,
    };
  });
  const places = new Map(children.map((child, at) => [child.path, at]));
  const owners = await ownersOf();
  const reach = new Reach(positions);
  for (const [object, owner] of owners.single) {
    await step();
    const usage = children[owner];
    if (usage === undefined) continue;
    const stored = holdings.storedOf[object] ?? 0;
    usage.stored += stored;
    const holding = holdings.all[holdings.holdingOf[object] ?? -1];
    const labels = holding === undefined ? new Set<number>() : reach.labelsOf(holding);
    if (labels.size === 1 && labels.has(labelId)) usage.only += stored;
  }
  for (const [object, users] of owners.several) {
    for (const owner of users) {
      const usage = children[owner];
      if (usage !== undefined) usage.stored += holdings.storedOf[object] ?? 0;
    }
  }
  return children;

  /** Finds the child that needs each object of the snapshot, or the children where they are several. */
  async function ownersOf() {
    const single = new Map<number, number>();
    const several = new Map<number, Set<number>>();
    const count = (id: ObjectId, child: number) => {
      const object = needs.objects.numberOf(id);
      const owner = single.get(object);
      if (owner === undefined) single.set(object, child);
      else if (owner === SEVERAL) several.get(object)?.add(child);
      else if (owner !== child) {
        single.set(object, SEVERAL);
        several.set(object, new Set([owner, child]));
      }
    };
    for await (const [at, entry] of rangeEntries(nodes, snapshot)) {
      await step();
      if (entry.content.kind === "inline") continue;
      const child = places.get(childOf(at, path)) ?? OUTSIDE;
      for await (const { id } of readChunks(nodes.objects, entry, (list) => count(list.id, child)))
        count(id, child);
    }
    return { single, several };
  }
}

/** Returns the path of the child of a folder that a path is or is in; any other text where it is outside. */
function childOf(path: string, folder: string): string {
  if (!isUnder(path, folder)) return "";
  const slash = path.indexOf("/", folderStart(folder).length);
  return slash < 0 ? path : path.slice(0, slash);
}
