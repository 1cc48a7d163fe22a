import type { ObjectId, SnapshotId } from "../../ids.ts";
import { readList } from "../../manifest/chunk-list.ts";
import type { ChunkRef, Entry } from "../../manifest/entry.ts";
import { isLeaf, type Node, sumTallies } from "../../manifest/node.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import type { Step } from "../progress.ts";
import { IdNumbers } from "./id-numbers.ts";
import { IntervalSets, NO_INTERVALS } from "./interval-sets.ts";

/** What one position needs. */
export interface Needed {
  readonly snapshots: readonly SnapshotId[];
  readonly entries: readonly Entry[];
}

const NOTHING: Needed = { snapshots: [], entries: [] };

/**
 * Lines up what needs objects, one position after the other, and knows for each object the intervals of positions in which it is
 * needed. It counts who refers to a node, a chunk list or a chunk of the current position: the next position's are counted before
 * the last one's are let go, so that whatever both have is passed over by its id, and the cost follows the difference.
 *
 * Keeps about 40 bytes for each object that was ever needed, about 100 for each node of the current position, and a set of
 * intervals for each way in which objects come and go together.
 */
export class Needs {
  readonly objects = new IdNumbers();
  readonly sets = new IntervalSets();
  readonly #nodes: NodeStore;
  /** How many refer to each node and chunk list of the current position. */
  readonly #nodeRefs = new Map<ObjectId, number>();
  readonly #listRefs = new Map<ObjectId, number>();
  /** By number of the object: how many refer to it now, the position since when, and the intervals before. */
  readonly #refs = new Column();
  readonly #since = new Column();
  readonly #before = new Column();
  #current = NOTHING;
  #position = -1;

  constructor(nodes: NodeStore) {
    this.#nodes = nodes;
  }

  /** Number of positions so far. */
  get positions(): number {
    return this.#position + 1;
  }

  /**
   * Adds a position; returns the sum of the sizes of its first snapshot's files. Throws `MissingObject` or `CorruptObject` if a node
   * or chunk list cannot be read; what is known is worthless then.
   */
  async add(needed: Needed, step: Step): Promise<number> {
    const last = this.#current;
    this.#current = needed;
    this.#position++;
    for (const id of needed.snapshots) await this.#retain(id, step);
    for (const entry of needed.entries) await this.#entry(entry, 1);
    for (const id of last.snapshots) await this.#release(id, step);
    for (const entry of last.entries) await this.#entry(entry, -1);
    const [first] = needed.snapshots;
    return first === undefined ? 0 : sumTallies((await this.#nodes.node(first)).items).bytes;
  }

  /** Returns the set of intervals of an object until before it was needed last, and since when it is needed now; -1: it is not. */
  stateOf(object: number): { readonly before: number; readonly since: number } {
    const isNeeded = this.#refs.get(object) > 0;
    return { before: this.#before.get(object), since: isNeeded ? this.#since.get(object) : -1 };
  }

  async #retain(root: ObjectId, step: Step): Promise<void> {
    if (!this.#count(this.#nodeRefs, root, 1)) return;
    await this.#below(await this.#nodes.node(root), 1, step);
  }

  async #release(root: ObjectId, step: Step): Promise<void> {
    if (!this.#count(this.#nodeRefs, root, -1)) return;
    await this.#below(await this.#nodes.node(root), -1, step);
  }

  /** Counts one more or one less for everything below a node that is new or gone. */
  async #below(top: Node, change: 1 | -1, step: Step): Promise<void> {
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      await step();
      if (isLeaf(node)) {
        for (const { entry } of node.items) await this.#entry(entry, change);
        continue;
      }
      for (const child of node.items) {
        if (!this.#count(this.#nodeRefs, child.id, change)) continue;
        waiting.push(await this.#nodes.child(child, node.level - 1));
      }
    }
  }

  /** Returns a promise only where there is something to read: most entries are inline or have few chunks. */
  #entry({ content, size }: Entry, change: 1 | -1): Promise<void> | undefined {
    if (content.kind === "inline") return undefined;
    if (content.kind === "list") return this.#list({ id: content.id, len: size }, change);
    for (const { id } of content.chunks) this.#object(id, change);
    return undefined;
  }

  async #list(top: ChunkRef, change: 1 | -1): Promise<void> {
    const waiting = [top];
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      if (!this.#count(this.#listRefs, ref.id, change)) continue;
      const { level, items } = await readList(this.#nodes.objects, ref);
      for (const item of items) {
        if (level === 0) this.#object(item.id, change);
        else waiting.push(item);
      }
    }
  }

  /** Counts who refers to a node or chunk list; returns whether what is below it comes or goes. */
  #count(refs: Map<ObjectId, number>, id: ObjectId, change: 1 | -1): boolean {
    const count = (refs.get(id) ?? 0) + change;
    if (count === 0) refs.delete(id);
    else refs.set(id, count);
    const isEdge = count === (change === 1 ? 1 : 0);
    if (isEdge) this.#object(id, change);
    return isEdge;
  }

  /** The same bytes can be a node, a chunk list and a chunk, each of which refers to the object. */
  #object(id: ObjectId, change: 1 | -1): void {
    const object = this.objects.numberOf(id);
    const count = this.#refs.get(object) + change;
    this.#refs.set(object, count);
    if (change === 1 && count === 1) this.#since.set(object, this.#position);
    if (change === 1 || count > 0) return;
    const interval = { first: this.#since.get(object), last: this.#position - 1 };
    this.#before.set(object, this.sets.add(this.#before.get(object), interval));
  }
}

/** Whole numbers by number, 0 where none was set. */
class Column {
  #values = new Int32Array(1024);

  get(at: number): number {
    return this.#values[at] ?? NO_INTERVALS;
  }

  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const larger = new Int32Array(Math.max(at + 1, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[at] = value;
  }
}
