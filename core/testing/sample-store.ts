import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect } from "vitest";
import { openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { DEFAULT_FILE_MODE, type Entry, fileEntry } from "../manifest/entry.ts";
import { isLeaf } from "../manifest/node.ts";
import { NodeStore } from "../manifest/node-store.ts";
import type { ObjectKind, ObjectStore } from "../objects/object-store.ts";
import type { PackedFrame } from "../objects/pack-format.ts";
import { readDirectory } from "../objects/reconcile.ts";
import { layoutOf } from "../store/layout.ts";
import { openStore } from "../store/open.ts";
import { type VerifyOptions, type VerifyReport, verifyStore } from "../verify/verify.ts";
import { temporaryFolder } from "./folders.ts";
import { openTestStore, steadyClock } from "./stores.ts";
import { seededBytes, type TreeSpec, tree } from "./trees.ts";

/** Sizes of files under `big/` and `small/` in bytes, and the number of files under `small/` and `text/`. */
export const BIG = 300 * 1024;
export const SMALL = 10 * 1024;
export const FILES = 60;
export const numbers = Array.from({ length: FILES }, (_, no) => no);

/** The content of `new.bin`, which only the second snapshot has and which is stored loose. */
export const newBytes = seededBytes(7, 2000);

/** The current test's copy of the store. `old` and at first `main` point at `first`; then `main` points at `second`. */
export const sample = { folder: "", first: "" as SnapshotId, second: "" as SnapshotId };

/** Returns each test its own copy of a store with packs and loose objects. */
export function useSampleStore(): void {
  let pristine = "";
  beforeAll(async () => {
    pristine = join(temporaryFolder(), "store");
    await makeStore(pristine);
  });
  beforeEach(() => {
    sample.folder = join(temporaryFolder(), "store");
    cpSync(pristine, sample.folder, { recursive: true });
  });
}

async function makeStore(folder: string): Promise<void> {
  const store = openTestStore(folder);
  const packed = store.stage();
  const first = await buildManifest(new NodeStore(packed), tree(await bigTree(packed)));
  packed.flushWith(() => {
    store.labels.casSync({ label: "main", op: "create", to: first }, null);
    store.labels.casSync({ label: "old", op: "create", to: first }, null);
  });
  const loose = store.stage();
  const changed = { ...(await bigTree(loose)), "new.bin": await chunked(loose, newBytes) };
  const second = await buildManifest(new NodeStore(loose), tree(changed));
  loose.flushWith(() => store.labels.casSync({ label: "main", op: "push", to: second }, first));
  store.close();
  Object.assign(sample, { first, second });
}

/** Big files (frames alone), small random ones (raw frames), texts (compressed frames), and enough inline for several leaves. */
async function bigTree(objects: ObjectStore): Promise<TreeSpec> {
  const files: Record<string, Entry | Uint8Array> = {};
  for (let no = 0; no < 3; no++) files[`big/${no}`] = await chunked(objects, seededBytes(no, BIG));
  for (const no of numbers) files[`small/${name(no)}`] = await chunked(objects, smallBytes(no));
  for (const no of numbers) {
    files[`text/${name(no)}`] = await chunked(objects, textBytes(no));
    for (const part of "abcd") files[`inline/${name(no)}${part}`] = seededBytes(no, 300);
  }
  return files;
}

/** Returns the content of `small/<no>`. */
export function smallBytes(no: number): Uint8Array {
  return seededBytes(100 + no, SMALL);
}

/** Returns the content of `text/<no>`. */
export function textBytes(no: number): Uint8Array {
  return Buffer.from(`text ${no} `.repeat(500));
}

async function chunked(objects: ObjectStore, bytes: Uint8Array): Promise<Entry> {
  const id = await objects.put("content", bytes);
  return fileEntry(DEFAULT_FILE_MODE, bytes.length, { kind: "chunks", chunks: [{ id, len: bytes.length }] });
}

/** Returns a number as it appears in paths. */
export function name(no: number): string {
  return String(no).padStart(2, "0");
}

/** Opens the store read-only, without reconciling it, and verifies it. */
export async function verify(options: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  const store = openStore(layoutOf(sample.folder), {
    readonly: true,
    clock: steadyClock(),
    actor: "tester@host (cli)",
    files: nodeFileWrites,
  });
  try {
    return await verifyStore(store, { clock: steadyClock(), ...options });
  } finally {
    store.close();
  }
}

/** Adds the tree made by `build` to the store as a label's head. */
export async function addLabel(
  label: string,
  build: (objects: ObjectStore) => Promise<ObjectId>,
): Promise<SnapshotId> {
  const store = openTestStore(sample.folder);
  const objects = store.stage();
  const to = (await build(objects)) as SnapshotId;
  objects.flushWith(() => store.labels.casSync({ label, op: "create", to }, null));
  store.close();
  return to;
}

/** Runs SQL on one of the store's databases, simulating a failing disk or a bug. */
export function change(database: "strata.db" | "index.db", sql: string, ...values: unknown[]): void {
  const db = openDatabase(join(sample.folder, database));
  expect(db.prepare(sql).run(...values).changes).toBeGreaterThan(0);
  db.close();
}

/** Returns the name of the store's only pack of a kind. */
export function packOf(kind: ObjectKind): string {
  return readdirSync(join(sample.folder, "packs")).find((name) => name.startsWith(kind)) ?? "none";
}

/** Returns a pack's frames. */
export function framesOf(pack: string): readonly PackedFrame[] {
  return readDirectory(join(sample.folder, "packs", pack)).directory.frames;
}

/** Returns the frame of a pack that contains an object. */
export function frameWith(pack: string, id: ObjectId): PackedFrame {
  const found = framesOf(pack).find(({ objects }) => objects.some((object) => object.id === id));
  if (found === undefined) throw new Error(`no frame has ${id}`);
  return found;
}

/** Flips one bit of a file. */
export function flipBit(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
}

/** Returns a leaf that both snapshots share. */
export async function leafOfFirst(): Promise<{ id: ObjectId; key: string }> {
  const store = openTestStore(sample.folder);
  try {
    const nodes = store.nodes;
    const [root, next] = [await nodes.node(sample.first), await nodes.node(sample.second)];
    if (isLeaf(root) || isLeaf(next)) throw new Error("the trees are too small");
    const inSecond = new Set(next.items.map(({ id }) => id));
    const shared = root.items.find(({ id }) => inSecond.has(id));
    if (shared === undefined) throw new StrataError("Internal", "the trees share nothing");
    return shared;
  } finally {
    store.close();
  }
}

/** Hashes all files except those that SQLite creates for readers. */
export function digest(of: string): Record<string, string> {
  const names = readdirSync(of, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/-(wal|shm)$/.test(path))
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}

/** The expected references of a problem that is in both snapshots. */
export const everywhere = {
  snapshots: [expect.any(String), expect.any(String)],
  labels: ["main", "old"],
  moves: expect.any(Array),
  totals: expect.objectContaining({ snapshots: 2, labels: 2, moves: 3 }),
};
