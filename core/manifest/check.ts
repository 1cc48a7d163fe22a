import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import { Boundary } from "./boundary.ts";
import { ClashWatch } from "./clash.ts";
import { openEntries } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { type Child, isLeaf, type Node, sumTallies, type Tally } from "./node.ts";
import { writeItem } from "./node-codec.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, folderStart, isUnder } from "./path.ts";

/** Callbacks for the nodes and entries that a check visits; a node before its contents. */
export interface ManifestVisitor {
  node?(id: ObjectId): void;
  entry?(path: string, entry: Entry): void;
}

/** Facts about a subtree that was found intact. */
interface Sound extends Tally {
  readonly level: number;
  readonly first: string;
  readonly last: string;
  /** Its paths below which a later path may lie. */
  readonly open: readonly string[];
}

/** Subtrees found intact, by id. Shared by the checks of many snapshots. */
export type SoundSubtrees = Map<ObjectId, Sound>;

/** Options of {@link checkManifest}. */
export interface CheckOptions {
  readonly visit?: ManifestVisitor;
  /** Subtrees known to be intact, which are neither read nor visited again. Newly checked ones are added. */
  readonly sound?: SoundSubtrees;
}

/**
 * Checks a whole manifest beyond what decoding checks: nodes end where the boundary rule says, levels, keys and sums
 * match their branches, paths ascend, no name is both an entry and a folder, and the root is not redundant. Returns all
 * problems in order (`CorruptObject`, `MissingObject`); none when it is intact.
 *
 * Pass a {@link NodeStore} of its own, so that every node is really read.
 */
export async function checkManifest(
  nodes: NodeStore,
  root: ObjectId,
  { visit = {}, sound = new Map() }: CheckOptions = {},
): Promise<StrataError[]> {
  const check = new ManifestCheck(nodes, visit, sound);
  await check.root(root);
  return check.problems;
}

class ManifestCheck {
  readonly problems: StrataError[] = [];
  readonly #nodes: NodeStore;
  readonly #visit: ManifestVisitor;
  readonly #sound: SoundSubtrees;
  readonly #clashes = new ClashWatch();
  #previous = "";

  constructor(nodes: NodeStore, visit: ManifestVisitor, sound: SoundSubtrees) {
    this.#nodes = nodes;
    this.#visit = visit;
    this.#sound = sound;
  }

  async root(id: ObjectId): Promise<void> {
    const node = await this.#read(id);
    if (node === undefined) return;
    if (!isLeaf(node) && node.items.length === 1) this.#problem(id, "it is a root with only one child");
    await this.#contents(id, node, true);
  }

  /** Checks a child against its branch, then its contents. Returns its first path. */
  async #child(branch: ObjectId, child: Child, level: number, isLast: boolean): Promise<string | undefined> {
    const { id } = child;
    const known = isLast ? undefined : this.#sound.get(id);
    if (known !== undefined) {
      this.#compare(branch, child, level, known);
      await this.#skip(id, known);
      return known.first;
    }
    const node = await this.#read(id);
    if (node === undefined) return undefined;
    const found = { level: node.level, last: node.items.at(-1)?.key ?? "", ...sumTallies(node.items) };
    const problemsBefore = this.problems.length;
    if (!this.#compare(branch, child, level, found)) return undefined;
    const first = await this.#contents(id, node, isLast);
    // The last node of a level may end anywhere; elsewhere the same node might be wrong.
    if (!isLast && first !== undefined && this.problems.length === problemsBefore) {
      const open = this.#clashes.open.filter((path) => comparePaths(path, first) >= 0);
      this.#sound.set(id, { ...found, first, open });
    }
    return first;
  }

  /** Returns whether a child is at the right level. Other mismatches with its branch are recorded as problems. */
  #compare(branch: ObjectId, child: Child, level: number, found: Omit<Sound, "first" | "open">): boolean {
    if (found.level !== level) {
      this.#problem(child.id, `it is at level ${found.level}, not ${level}`);
      return false;
    }
    if (found.last !== child.key) this.#problem(branch, "a child's last path is not its key");
    if (found.entries !== child.entries || found.bytes !== child.bytes)
      this.#problem(branch, "a child's sums are wrong");
    return true;
  }

  /** Checks a node and everything below it. Returns its first path. */
  async #contents(id: ObjectId, node: Node, isLast: boolean): Promise<string | undefined> {
    this.#visit.node?.(id);
    this.#boundaries(id, node, isLast);
    if (isLeaf(node)) {
      for (const { key, entry } of node.items) this.#entry(id, key, entry);
      return node.items[0]?.key;
    }
    let first: string | undefined;
    for (const [at, child] of node.items.entries()) {
      const isLastChild = isLast && at === node.items.length - 1;
      const firstInChild = await this.#child(id, child, node.level - 1, isLastChild);
      if (at === 0) first = firstInChild;
    }
    return first;
  }

  #entry(leaf: ObjectId, path: string, entry: Entry): void {
    if (comparePaths(this.#previous, path) >= 0)
      this.#problem(leaf, "paths of different leaves are out of order");
    this.#previous = path;
    if (this.#clashes.add(path) !== undefined) this.#problem(leaf, `${path} is below an entry`);
    this.#visit.entry?.(path, entry);
  }

  /**
   * Checks that an intact subtree fits here: it comes after the previous path, and no path of it lies below an earlier
   * entry.
   */
  async #skip(id: ObjectId, { first, last, open }: Sound): Promise<void> {
    if (comparePaths(this.#previous, first) >= 0)
      this.#problem(id, "paths of different leaves are out of order");
    this.#previous = last;
    if (this.#clashes.above(first) !== undefined) this.#problem(id, `${first} is below an entry`);
    for (const path of this.#clashes.open) {
      const start = folderStart(path);
      if (comparePaths(start, first) < 0 || comparePaths(start, last) > 0) continue;
      const below = (await openEntries(this.#nodes, id, start)).entry;
      if (below !== undefined && isUnder(below.key, path))
        this.#problem(id, `${below.key} is below an entry`);
    }
    for (const path of open) this.#clashes.add(path);
  }

  /** Checks that a node ends at its first boundary, or at the end of its level. */
  #boundaries(id: ObjectId, { level, items }: Node, isLast: boolean): void {
    const boundary = new Boundary(level);
    const measure = new BincodeWriter();
    for (const [at, item] of items.entries()) {
      const before = measure.length;
      writeItem(measure, item);
      const isEnd = boundary.endsAfter(item.key, measure.length - before);
      const isLastItem = at === items.length - 1;
      if (isEnd && !isLastItem) this.#problem(id, "it continues past a boundary");
      if (!isEnd && isLastItem && !isLast) this.#problem(id, "it ends before a boundary");
    }
  }

  async #read(id: ObjectId): Promise<Node | undefined> {
    try {
      return await this.#nodes.node(id);
    } catch (error) {
      if (!(error instanceof StrataError)) throw error;
      if (error.code !== "CorruptObject" && error.code !== "MissingObject") throw error;
      this.problems.push(error);
      return undefined;
    }
  }

  #problem(id: ObjectId, why: string): void {
    this.problems.push(corruptObject(id, why));
  }
}
