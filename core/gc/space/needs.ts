import { idFromBytes, idToBytes, type ObjectId, type SnapshotId } from "../../ids.ts";
import type { Entry } from "../../manifest/entry.ts";
import { sumTallies } from "../../manifest/node.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { type References, scanChunkList, scanNode } from "../../manifest/scan.ts";
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
    await this.#change(needed, 1, step);
    await this.#change(last, -1, step);
    const [first] = needed.snapshots;
    return first === undefined ? 0 : sumTallies((await this.#nodes.node(first)).items).bytes;
  }

  /** Returns the set of intervals of an object until before it was needed last, and since when it is needed now; -1: it is not. */
  stateOf(object: number): { readonly before: number; readonly since: number } {
    const isNeeded = this.#refs.get(object) > 0;
    return { before: this.#before.get(object), since: isNeeded ? this.#since.get(object) : -1 };
  }

  /** Counts one more or one less for all that a position needs. */
  async #change({ snapshots, entries }: Needed, change: 1 | -1, step: Step): Promise<void> {
    const nodes: ObjectId[] = [];
    const lists: ObjectId[] = [];
    const found: References = {
      node: (bytes, at) => this.#count(this.#nodeRefs, bytes, at, change, nodes),
      list: (bytes, at) => this.#count(this.#listRefs, bytes, at, change, lists),
      chunk: (bytes, at) => this.#object(bytes, at, change),
    };
    for (const id of snapshots) found.node(idToBytes(id), 0);
    for (const { content } of entries) {
      if (content.kind === "list") found.list(idToBytes(content.id), 0);
      if (content.kind === "chunks") for (const { id } of content.chunks) found.chunk(idToBytes(id), 0);
    }
    const { objects } = this.#nodes;
    for (;;) {
      await step();
      const list = lists.pop();
      const node = list === undefined ? nodes.pop() : undefined;
      if (list !== undefined) scanChunkList(list, await objects.get(list), found);
      else if (node !== undefined) scanNode(node, await objects.get(node), found);
      else return;
    }
  }

  /** Counts who refers to a node or chunk list, and adds it to those to be read if what is below it comes or goes. */
  #count(
    refs: Map<ObjectId, number>,
    bytes: Uint8Array,
    at: number,
    change: 1 | -1,
    edges: ObjectId[],
  ): void {
    const id = idFromBytes(bytes.subarray(at));
    const count = (refs.get(id) ?? 0) + change;
    if (count === 0) refs.delete(id);
    else refs.set(id, count);
    if (count !== (change === 1 ? 1 : 0)) return;
    this.#object(bytes, at, change);
    edges.push(id);
  }

  /** The same bytes can be a node, a chunk list and a chunk, each of which refers to the object. */
  #object(bytes: Uint8Array, at: number, change: 1 | -1): void {
    const object = this.objects.numberAt(bytes, at);
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
