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

/** What a check comes upon, each node before what is in it. */
export interface ManifestVisitor {
  node?(id: ObjectId): void;
  entry?(path: string, entry: Entry): void;
}

/** What is known of a subtree that was found to be in order. */
interface Sound extends Tally {
  readonly level: number;
  readonly first: string;
  readonly last: string;
  /** Its paths that something after it may lie below. */
  readonly open: readonly string[];
}

/** Subtrees found to be in order, by their ids; shared by the checks of many snapshots. */
export type SoundSubtrees = Map<ObjectId, Sound>;

/** How {@link checkManifest} may be told to go about it. */
export interface CheckOptions {
  readonly visit?: ManifestVisitor;
  /** Subtrees in it are neither read nor visited again; those found to be in order are added. */
  readonly sound?: SoundSubtrees;
}

/**
 * Checks a whole manifest beyond what decoding does: that nodes end where the boundary rule has them end, that levels, keys
 * and sums are what branches say, that paths ascend and no name is both an entry and a folder, and that the root is
 * the only one possible. Gives all problems found, in order (`CorruptObject`, `MissingObject`): none if it is sound.
 *
 * Nodes come from `nodes`; give it one of its own, so that each is really read.
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
    if (!isLeaf(node) && node.items.length === 1) this.#problem(id, "a root has only one child");
    await this.#inside(id, node, true);
  }

  /** Checks a branch's child, and the branch by what is found. */
  async #child(branch: ObjectId, child: Child, level: number, isLast: boolean): Promise<string | undefined> {
    const { id } = child;
    const known = isLast ? undefined : this.#sound.get(id);
    if (known !== undefined) {
      this.#compare(branch, child, level, known);
      await this.#passOver(id, known);
      return known.first;
    }
    const node = await this.#read(id);
    if (node === undefined) return undefined;
    const found = { level: node.level, last: node.items.at(-1)?.key ?? "", ...sumTallies(node.items) };
    const problemsBefore = this.problems.length;
    if (!this.#compare(branch, child, level, found)) return undefined;
    const first = await this.#inside(id, node, isLast);
    // The last node of a level may end anywhere: that it is in order here does not make it so elsewhere.
    if (!isLast && first !== undefined && this.problems.length === problemsBefore) {
      const open = this.#clashes.open.filter((path) => comparePaths(path, first) >= 0);
      this.#sound.set(id, { ...found, first, open });
    }
    return first;
  }

  /** Tells whether a child is a node of the right level; anything else that the branch says wrongly is only noted. */
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

  /** Checks a node and what is below it; gives its first path. */
  async #inside(id: ObjectId, node: Node, isLast: boolean): Promise<string | undefined> {
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

  /** Checks how a subtree that is in order fits in here: after what came before, and below no entry of it. */
  async #passOver(id: ObjectId, { first, last, open }: Sound): Promise<void> {
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

  /** Checks that a node ends with its first boundary, or without one at the end of its level. */
  #boundaries(id: ObjectId, { level, items }: Node, isLast: boolean): void {
    const boundary = new Boundary(level);
    const measure = new BincodeWriter();
    for (const [at, item] of items.entries()) {
      const before = measure.length;
      writeItem(measure, item);
      const isEnd = boundary.endsAfter(item.key, measure.length - before);
      const isLastItem = at === items.length - 1;
      if (isEnd && !isLastItem) this.#problem(id, "it goes on past a boundary");
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
