import { StrataError } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { checkManifest, type ManifestVisitor, type SoundSubtrees } from "../manifest/check.ts";
import { readChunks, requireBoundaries } from "../manifest/chunk-list.ts";
import type { ChunkRef, Entry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { ObjectCensus } from "./verify-census.ts";
import type { Pace } from "./verify-pace.ts";
import type { ProblemList, ProblemNo } from "./verify-report.ts";

/** Checks snapshots, and entries of mounts and merges, one after the other. Nodes that they share are checked once. */
export class SnapshotCheck {
  readonly #objects: ObjectStore;
  readonly #nodes: NodeStore;
  readonly #census: ObjectCensus;
  readonly #problems: ProblemList;
  readonly #sound: SoundSubtrees = new Map();
  /** The problems below chunk lists that were read, by the list's id and its file's size. */
  readonly #lists = new Map<string, readonly ProblemNo[]>();

  /** `objects` reads metadata. For contents, the census is enough. */
  constructor(objects: ObjectStore, census: ObjectCensus, problems: ProblemList) {
    this.#objects = objects;
    this.#nodes = new NodeStore(objects);
    this.#census = census;
    this.#problems = problems;
  }

  /** Checks all snapshots. */
  async all(ids: ReadonlySet<SnapshotId>, pace: Pace): Promise<void> {
    pace.begin("snapshots", ids.size);
    for (const id of ids) {
      await pace.pass();
      await this.#snapshot(id);
      pace.advance(1);
    }
    pace.end();
  }

  /**
   * Checks the content of an entry that no snapshot has; returns its problems. `namedBy` names the row that has it, at the beginning of a
   * sentence.
   */
  async entry(entry: Entry, namedBy: string): Promise<readonly ProblemNo[]> {
    if (entry.content.kind === "list") await this.#list(entry);
    if (entry.content.kind !== "chunks") return this.problemsOf(entry);
    return entry.content.chunks.flatMap((chunk) => {
      const problem = this.#census.problemOfNeeded(chunk.id);
      const length = this.#census.lengthOf(chunk.id);
      if (problem !== undefined || length === chunk.len) return problem ?? [];
      const message = `${namedBy} says that chunk ${chunk.id.slice(0, 10)} has ${chunk.len} bytes, but it has ${length}.`;
      return this.#problems.add({ code: "DatabaseDamaged", message, database: "strata.db" });
    });
  }

  /** Returns the problems of an entry's content. Its snapshot must have been checked. */
  problemsOf({ content, size }: Entry): readonly ProblemNo[] {
    if (content.kind === "list") return this.#lists.get(`${content.id}:${size}`) ?? [];
    if (content.kind === "inline") return [];
    return content.chunks.flatMap(({ id }) => this.#census.problemOf(id) ?? []);
  }

  async #snapshot(root: SnapshotId): Promise<void> {
    const lists: Entry[] = [];
    let leaf: ObjectId = root;
    const visit: ManifestVisitor = {
      node: (id) => {
        leaf = id;
      },
      entry: (path, entry) => {
        if (entry.content.kind === "list") lists.push(entry);
        if (entry.content.kind !== "chunks") return;
        for (const chunk of entry.content.chunks) this.#inLeaf(leaf, path, chunk);
      },
    };
    for (const problem of await checkManifest(this.#nodes, root, { visit, sound: this.#sound })) {
      this.#blame(problem);
    }
    for (const entry of lists) await this.#list(entry);
  }

  /** Checks a chunk that an entry names directly. A wrong length is a problem of the entry's leaf. */
  #inLeaf(leaf: ObjectId, path: string, chunk: ChunkRef): void {
    if (this.#census.problemOfNeeded(chunk.id) !== undefined) return;
    const wrong = this.#wrongLength(leaf, chunk);
    if (wrong !== undefined) this.#problems.touchPath(wrong, path);
  }

  async #list(entry: Entry): Promise<void> {
    const { content, size } = entry;
    if (content.kind !== "list") return;
    const key = `${content.id}:${size}`;
    if (this.#lists.has(key)) return;
    const found = new Set<ProblemNo>();
    try {
      for await (const chunk of readChunks(this.#objects, entry, requireBoundaries)) {
        const problem = this.#census.problemOfNeeded(chunk.id) ?? this.#wrongLength(content.id, chunk);
        if (problem !== undefined) found.add(problem);
      }
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      const problem = this.#blame(thrown);
      if (problem !== undefined) found.add(problem);
    }
    this.#lists.set(key, [...found]);
  }

  #wrongLength(namedBy: ObjectId, { id, len }: ChunkRef): ProblemNo | undefined {
    const length = this.#census.lengthOf(id);
    if (length === len) return undefined;
    const message = `Object ${namedBy.slice(0, 10)} says that chunk ${id.slice(0, 10)} has ${len} bytes, but it has ${length}.`;
    return this.#census.addFlaw(namedBy, { code: "CorruptObject", message });
  }

  /** Records an error of reading metadata as a problem of the object that it names. */
  #blame(error: StrataError): ProblemNo | undefined {
    const id = error.data?.id as ObjectId | undefined;
    if (id === undefined) return this.#problems.add(error);
    return this.#census.problemOfNeeded(id) ?? this.#census.addFlaw(id, error);
  }
}

function isDamage(thrown: unknown): thrown is StrataError {
  return (
    thrown instanceof StrataError && (thrown.code === "CorruptObject" || thrown.code === "MissingObject")
  );
}
