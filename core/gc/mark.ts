import { StrataError } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { readChunks } from "../manifest/chunk-list.ts";
import type { Entry } from "../manifest/entry.ts";
import { type Child, isLeaf, type Node } from "../manifest/node.ts";
import type { NodeStore } from "../manifest/node-store.ts";
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
  readonly #nodes: NodeStore;
  readonly #pace: GcPace;
  readonly #require: (chunk: ObjectId) => void;
  /** The keys of the roots that were marked. */
  readonly #done = new Set<string>();

  /** `require` is called for each chunk that is marked, and may refuse it by throwing. */
  constructor(
    nodes: NodeStore,
    marks: Marks,
    pace: GcPace,
    require: (chunk: ObjectId) => void = () => undefined,
  ) {
    this.#nodes = nodes;
    this.marks = marks;
    this.#pace = pace;
    this.#require = require;
  }

  /** Marks what these roots need, unless it did so before. */
  async mark(roots: readonly Root[]): Promise<void> {
    for (const [at, root] of roots.entries()) {
      this.#pace.at(at, roots.length);
      if (this.#done.has(root.key)) continue;
      try {
        for (const id of root.snapshots) await this.#snapshot(id);
        for (const entry of root.entries?.() ?? []) await this.#entry(entry);
      } catch (thrown) {
        throw neededBy(root, thrown);
      }
      this.#done.add(root.key);
    }
  }

  async #snapshot(id: SnapshotId): Promise<void> {
    if (!this.marks.add("node", id)) return;
    const waiting: Node[] = [await this.#nodes.node(id)];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      await this.#pace.step();
      if (isLeaf(node)) {
        for (const { entry } of node.items) await this.#entry(entry);
        continue;
      }
      const below = node.level - 1;
      for (const child of this.#unseen(node.items)) waiting.push(await this.#nodes.child(child, below));
    }
  }

  #unseen(children: readonly Child[]): Child[] {
    return children.filter(({ id }) => this.marks.add("node", id));
  }

  /** Returns a promise only where there is something to read: most entries are inline or have few chunks. */
  #entry(entry: Entry): Promise<void> | undefined {
    const { content } = entry;
    if (content.kind === "inline") return undefined;
    if (content.kind === "list") return this.#list(entry);
    for (const { id } of content.chunks) this.#chunk(id);
    return undefined;
  }

  async #list(entry: Entry): Promise<void> {
    if (entry.content.kind !== "list" || !this.marks.add("list", entry.content.id)) return;
    const lists = readChunks(this.#nodes.objects, entry, ({ id }) => this.marks.add("list", id));
    for await (const { id } of lists) {
      this.#chunk(id);
      await this.#pace.step();
    }
  }

  #chunk(id: ObjectId): void {
    if (this.marks.add("chunk", id)) this.#require(id);
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
