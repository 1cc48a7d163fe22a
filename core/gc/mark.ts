import { StrataError } from "../errors.ts";
import { idFromBytes, idToBytes, type ObjectId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import { type References, scanChunkList, scanNode } from "../manifest/scan.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Marks } from "./marks.ts";
import type { GcPace } from "./progress.ts";
import type { Root } from "./roots.ts";

/**
 * Marks everything that roots need. Reads nodes and chunk lists, each once, and no contents. Throws `MissingObject` or
 * `CorruptObject`, saying which root needs the object, if a node or list cannot be read: what is below it is unknown then, and
 * nothing may be deleted.
 */
export class Marker {
  readonly marks: Marks;
  readonly #objects: ObjectStore;
  readonly #pace: GcPace;
  readonly #found: References;
  /** The keys of the roots that were marked. */
  readonly #done = new Set<string>();
  /** Nodes and chunk lists that are marked and were not read yet. */
  readonly #nodes: ObjectId[] = [];
  readonly #lists: ObjectId[] = [];

  /** `require` is called for each chunk that is marked, and may refuse it by throwing. */
  constructor(objects: ObjectStore, marks: Marks, pace: GcPace, require?: (chunk: ObjectId) => void) {
    this.#objects = objects;
    this.marks = marks;
    this.#pace = pace;
    this.#found = {
      node: (bytes, at) => void (marks.add("node", bytes, at) && this.#nodes.push(idAt(bytes, at))),
      list: (bytes, at) => void (marks.add("list", bytes, at) && this.#lists.push(idAt(bytes, at))),
      chunk: (bytes, at) => void (marks.add("chunk", bytes, at) && require?.(idAt(bytes, at))),
    };
  }

  /** Marks what these roots need, unless it did so before. */
  async mark(roots: readonly Root[]): Promise<void> {
    for (const [at, root] of roots.entries()) {
      this.#pace.at(at, roots.length);
      if (this.#done.has(root.key)) continue;
      try {
        for (const id of root.snapshots) this.#found.node(idToBytes(id), 0);
        for (const entry of root.entries?.() ?? []) this.#entry(entry);
        await this.#read();
      } catch (thrown) {
        throw neededBy(root, thrown);
      }
      this.#done.add(root.key);
    }
  }

  /** Marks what is below all that was found. */
  async #read(): Promise<void> {
    for (;;) {
      await this.#pace.step();
      const list = this.#lists.pop();
      const node = list === undefined ? this.#nodes.pop() : undefined;
      if (list !== undefined) scanChunkList(list, await this.#objects.get(list), this.#found);
      else if (node !== undefined) scanNode(node, await this.#objects.get(node), this.#found);
      else return;
    }
  }

  #entry({ content }: Entry): void {
    if (content.kind === "list") this.#found.list(idToBytes(content.id), 0);
    if (content.kind === "chunks") for (const { id } of content.chunks) this.#found.chunk(idToBytes(id), 0);
  }
}

/** Says what needs an object that cannot be read. Other errors stay as they are. */
function neededBy(root: Root, thrown: unknown): unknown {
  if (!(thrown instanceof StrataError)) return thrown;
  if (thrown.code !== "MissingObject" && thrown.code !== "CorruptObject") return thrown;
  return new StrataError(
    thrown.code,
    `${thrown.message} It is needed by ${root.name}. Nothing was deleted.`,
    {
      hint: "Run `strata verify` to see what is damaged and `strata repair --plan` for what can be done. A collection deletes nothing before that is settled.",
      data: { ...thrown.data, root: root.name },
      cause: thrown,
    },
  );
}

function idAt(bytes: Uint8Array, at: number): ObjectId {
  return idFromBytes(bytes.subarray(at));
}
