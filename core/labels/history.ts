import type { SnapshotId } from "../ids.ts";
import { Frontier } from "./frontier.ts";
import type { ReflogEntry } from "./label-store.ts";

/**
 * The entries by which a move named its snapshots; null for one named by its id alone. They are stored with the move,
 * so that later moves of any label do not change where it came from.
 */
export interface Origins {
  /** The origin of `to`; absent if nobody named it. */
  readonly to?: number | null;
  /** The origins of `parents`, one for each. */
  readonly parents?: readonly (number | null)[];
}

/** A node of the history graph: a reflog entry and its label. */
export interface HistoryNode extends ReflogEntry {
  /** The label's key in its store, which a rename keeps. */
  readonly labelId: number;
  /** The label's current name. */
  readonly label: string;
  /** Absent if the entry has none. */
  readonly origins?: Origins;
}

/** The part of a label's history up to an entry. */
export interface Reach {
  readonly labelId: number;
  readonly seq: number;
}

/**
 * Looks up single reflog entries, so that a walk reads only the entries it passes. Missing and pruned entries are
 * undefined.
 */
export interface HistorySource {
  /** Returns the entry with this number. */
  entry(seq: number): HistoryNode | undefined;

  /** Returns the number of a label's latest entry before `before`. */
  previous(labelId: number, before: number): number | undefined;

  /** Returns the number of the latest entry before `before` that moved the label to the snapshot. */
  latestWithTo(id: SnapshotId, before: number, labelId: number): number | undefined;

  /**
   * Returns the latest entry of each label that was ever moved to the snapshot, by number; the label that had it first
   * comes first.
   */
  holders(id: SnapshotId, before: number): number[];

  /** Returns, for each label, the latest entry by which entries of this label up to `upTo` named a snapshot. */
  namedBy(labelId: number, upTo: number): Reach[];
}

/**
 * The history graph as seen from two entries. Its nodes are reflog entries. All parents of an entry have smaller
 * numbers, so that there are no cycles, although snapshots recur.
 *
 * The parents of an entry are the entries it names. If it names a snapshot by its id alone, the entries of the two
 * histories that hold the snapshot count, and entries of other labels only if there are none: what a third label
 * happens to hold changes nothing.
 */
export class HistoryGraph {
  readonly source: HistorySource;
  readonly #seenFrom: readonly number[];
  #within: ReadonlyMap<number, number> | undefined;

  constructor(source: HistorySource, seenFrom: readonly number[]) {
    this.source = source;
    this.#seenFrom = seenFrom;
  }

  /** Returns the numbers of the parents of an entry, each once. */
  parentsOf(entry: HistoryNode): number[] {
    const { seq, labelId, op } = entry;
    switch (op) {
      case "push":
      case "force":
      case "merge":
        return distinct([this.source.previous(labelId, seq), ...this.#origin(entry), ...this.#named(entry)]);
      case "create":
        return distinct([...this.#created(entry), ...this.#named(entry)]);
      case "reset":
      case "restore":
        return distinct(this.#returned(entry));
      case "rename":
      case "delete":
        return distinct([this.source.previous(labelId, seq)]);
    }
  }

  /** Returns the entry that `to` was named by. */
  #origin({ seq, to, origins }: HistoryNode): number[] {
    return typeof origins?.to === "number" && this.#holds(origins.to, to, seq) ? [origins.to] : [];
  }

  #named({ seq, parents = [], origins }: HistoryNode): number[] {
    return parents.flatMap((id, at) => {
      const named = origins?.parents?.[at];
      if (typeof named !== "number") return this.#lookUp(id, seq);
      return this.#holds(named, id, seq) ? [named] : [];
    });
  }

  /**
   * Returns the parents of an entry that created a label. If nobody named its snapshot, as with an import, only entries
   * of the two histories count.
   */
  #created(entry: HistoryNode): number[] {
    const { seq, to, origins } = entry;
    if (to === null) return [];
    if (typeof origins?.to === "number") return this.#origin(entry);
    const isNew = origins !== undefined && origins.to === undefined;
    return isNew ? this.#lookUpWithin(to, seq) : this.#lookUp(to, seq);
  }

  /**
   * Returns the parents of an entry that moved a label back: the label's own entry with that snapshot, or, if it never
   * held it, another label's.
   */
  #returned(entry: HistoryNode): (number | undefined)[] {
    const { seq, to, labelId, undoes, origins } = entry;
    if (to === null) return [];
    if (typeof origins?.to === "number") return this.#origin(entry);
    const before = undoes === undefined ? undefined : this.source.previous(labelId, undoes);
    if (before !== undefined && this.#holds(before, to, seq)) return [before];
    const own = this.source.latestWithTo(to, seq, labelId);
    return own === undefined ? this.#lookUp(to, seq) : [own];
  }

  #lookUp(id: SnapshotId, before: number): number[] {
    const within = this.#lookUpWithin(id, before);
    if (within.length > 0) return within;
    // The best guess is what their labels held later, and then the label that held it first.
    const near = this.#inLabels(([labelId]) => this.source.latestWithTo(id, before, labelId));
    return near.length > 0 ? near : this.source.holders(id, before).slice(0, 1);
  }

  #lookUpWithin(id: SnapshotId, before: number): number[] {
    return this.#inLabels(([labelId, upTo]) =>
      this.source.latestWithTo(id, Math.min(before, upTo + 1), labelId),
    );
  }

  #inLabels(lookUp: (reach: readonly [labelId: number, upTo: number]) => number | undefined): number[] {
    this.#within ??= this.#reach();
    return [...this.#within].flatMap((reach) => lookUp(reach) ?? []);
  }

  /**
   * Returns the labels of the two histories, as far as their entries name each other, and the latest entry of each that
   * counts.
   */
  #reach(): Map<number, number> {
    const reach = new Map<number, number>();
    const open = this.#seenFrom.flatMap((seq): Reach[] => {
      const entry = this.source.entry(seq);
      return entry === undefined ? [] : [{ labelId: entry.labelId, seq }];
    });
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { labelId, seq } = next;
      if ((reach.get(labelId) ?? 0) >= seq) continue;
      reach.set(labelId, seq);
      open.push(...this.source.namedBy(labelId, seq));
    }
    return reach;
  }

  #holds(seq: number, id: SnapshotId | null, before: number): boolean {
    return seq < before && this.source.entry(seq)?.to === id;
  }
}

/**
 * Returns the best common ancestors of two sets of entries, latest first: each is an ancestor of an entry of both sets,
 * or such an entry itself, and not an ancestor of another result. Empty if the histories never meet.
 *
 * Walks both histories at once, latest entry first. Parents have smaller numbers, so that an entry is reached after all
 * its descendants and what is known of it is final. The cost follows the distance to the bases.
 */
export function mergeBases(graph: HistoryGraph, a: readonly number[], b: readonly number[]): HistoryNode[] {
  const frontier = new Frontier();
  for (const seq of a) frontier.add(seq, { ofA: true });
  for (const seq of b) frontier.add(seq, { ofB: true });
  const bases: HistoryNode[] = [];
  while (frontier.mayMeet) {
    const next = frontier.takeLatest();
    const entry = next && graph.source.entry(next.seq);
    if (next === undefined || entry === undefined) continue;
    const meets = next.ofA && next.ofB;
    if (meets && !next.belowBase) bases.push(entry);
    for (const parent of graph.parentsOf(entry)) {
      frontier.add(parent, { ofA: next.ofA, ofB: next.ofB, belowBase: meets });
    }
  }
  return bases;
}

/** Returns whether an entry is equal to another or descends from it. */
export function descendsFrom(source: HistorySource, seq: number, ancestor: number): boolean {
  const bases = mergeBases(new HistoryGraph(source, [seq, ancestor]), [seq], [ancestor]);
  return bases.some((base) => base.seq === ancestor);
}

function distinct(seqs: readonly (number | undefined)[]): number[] {
  return [...new Set(seqs.filter((seq) => seq !== undefined))];
}
