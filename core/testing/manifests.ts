import fc from "fast-check";
import { hashId } from "../hash.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import type { Change } from "../manifest/changes.ts";
import { ClashWatch } from "../manifest/clash.ts";
import { EMPTY_FOLDER, type Entry, fileEntry, symlinkEntry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import type { ObjectKind } from "../objects/object-store.ts";
import { inlineFile, seededBytes } from "./trees.ts";

/** A memory store that counts reads and writes. */
export class CountingStore extends MemoryObjectStore {
  gets = 0;
  puts = 0;

  override async get(id: ObjectId): Promise<Uint8Array> {
    this.gets++;
    return await super.get(id);
  }

  override async put(kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId> {
    this.puts++;
    return await super.put(kind, bytes);
  }

  /** Runs something and returns how much it read and wrote. */
  async count<T>(run: () => Promise<T>): Promise<{ result: T; gets: number; puts: number }> {
    const { gets, puts } = this;
    const result = await run();
    return { result, gets: this.gets - gets, puts: this.puts - puts };
  }
}

/** The model of a tree, which every operation is compared with. */
export type Model = ReadonlyMap<string, Entry>;

export function sorted<T>(model: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...model].sort(([a], [b]) => comparePaths(a, b));
}

/** Builds a model in an empty store, where no existing nodes can help. */
export async function builtAnew(model: Model): Promise<SnapshotId> {
  return await buildManifest(new NodeStore(new MemoryObjectStore()), sorted(model));
}

export function changed(model: Model, changes: Iterable<Change>): Map<string, Entry> {
  const next = new Map(model);
  for (const [path, entry] of changes) {
    if (entry === null) next.delete(path);
    else next.set(path, entry);
  }
  return next;
}

/** Returns whether a name is both an entry and a folder, by checking every path. */
export function hasClash(model: Model): boolean {
  return [...model.keys()].some((path) => {
    const parts = path.split("/");
    return parts.some((_, at) => at > 0 && model.has(parts.slice(0, at).join("/")));
  });
}

/** Drops paths until no name is both an entry and a folder. */
export function withoutClashes(model: Model): Map<string, Entry> {
  const clashes = new ClashWatch();
  return new Map(
    sorted(model).filter(([path]) => clashes.above(path) === undefined && clashes.add(path) === undefined),
  );
}

/** Names with common prefixes, on either side of `/`, with two normal forms, and on either side of the surrogates. */
const names = [
  "a",
  "a-b",
  "a.txt",
  "a0",
  "b",
  "x",
  "é",
  "e\u0301",
  "\uffee",
  "\u{1f600}",
  "\u{1f600}a",
  " ",
  "a\n",
  "ab",
];
const component = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }).map((digit) => "long".repeat(60) + digit) },
);

/** Short paths, so that they collide, nest and share folders. */
export const paths = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
  },
  { weight: 1, arbitrary: fc.constantFrom("a", "b").map((name) => `${name}/${"l".repeat(4093)}${name}`) },
);

const seeds = fc.integer({ min: 0, max: 1 << 20 });

/** Entries of every kind, some larger than a node should be. */
export const entries: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(seeds, fc.nat(300)).map(([seed, size]) => inlineFile(seededBytes(seed, size))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(seeds, fc.nat(70_000)).map(([seed, size]) => inlineFile(seededBytes(seed, size))),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(seeds, fc.integer({ min: 1, max: 9 })).map(([seed, chunks]) => chunked(seed, chunks)),
  },
  { weight: 1, arbitrary: seeds.map((seed) => chunked(seed, 1024)) },
  { weight: 1, arbitrary: seeds.map((seed) => fileEntry(0o755, seed + 1, { kind: "list", id: idOf(seed) })) },
  { weight: 2, arbitrary: paths.map((target) => symlinkEntry(target)) },
  { weight: 1, arbitrary: fc.constant(EMPTY_FOLDER) },
);

export const models: fc.Arbitrary<Map<string, Entry>> = fc
  .array(fc.tuple(paths, entries), { maxLength: 120 })
  .map((items) => withoutClashes(new Map(items)));

export function idOf(seed: number): ObjectId {
  return hashId(seededBytes(seed, 8));
}

export function chunked(seed: number, count: number): Entry {
  const chunks = Array.from({ length: count }, (_, at) => ({
    id: idOf(seed + at),
    len: 1 + ((seed + at) % 1000),
  }));
  const size = chunks.reduce((sum, { len }) => sum + len, 0);
  return fileEntry(0o644, size, { kind: "chunks", chunks });
}

/** A tree with this many files in folders like those of a source tree. `detail` lengthens the paths for more levels. */
export function sourceTree(files: number, detail = ""): Map<string, Entry> {
  const model = new Map<string, Entry>();
  for (let at = 0; at < files; at++) {
    const folder = `${["arch", "drivers", "fs", "net"][at % 4]}/part-${at % 37}/${detail}${at % 11 === 0 ? "deep/er/" : ""}`;
    model.set(`${folder}file-${at}.c`, chunked(at, 1));
  }
  return model;
}
