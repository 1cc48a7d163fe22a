import type { SnapshotId } from "../ids.ts";
import { Frontier } from "./frontier.ts";
import type { ReflogEntry } from "./label-store.ts";

/**
 * The entries by which a move named snapshots; null stands for one that was named by its id alone. Written with the move, so
 * that nothing which any label does later changes where it came from.
 */
export interface Origins {
  /** Of `to`; absent where nobody named it. */
  readonly to?: number | null;
  /** Of `parents`, one for each. */
  readonly parents?: readonly (number | null)[];
}

/** A node of the history graph: a reflog entry and whose it is. */
export interface HistoryEntry extends ReflogEntry {
  /** The label's key in its store, which a rename keeps. */
  readonly labelId: number;
  /** The label's name now. */
  readonly label: string;
  /** Absent where the entry does not say. */
  readonly origins?: Origins;
}

/** The latest entry of a label that counts. */
export interface Reach {
  readonly labelId: number;
  readonly seq: number;
}

/**
 * Looks up reflog entries one by one, so that a walk reads only what it passes. Entries that are not there, or no longer,
 * are undefined.
 */
export interface HistorySource {
  /** Gives the entry with this number. */
  entry(seq: number): HistoryEntry | undefined;

  /** Gives the number of a label's latest entry before `before`. */
  previous(labelId: number, before: number): number | undefined;

  /** Gives the number of the latest entry before `before` that moved the label to the snapshot. */
  latestWithTo(id: SnapshotId, before: number, labelId: number): number | undefined;

  /** Gives of each label that was ever moved to the snapshot the number of the latest such entry; the label that was first comes first. */
  holders(id: SnapshotId, before: number): number[];

  /** Gives of each label the latest entry by which entries of this label, up to `upTo`, named a snapshot. */
  namedBy(labelId: number, upTo: number): Reach[];
}

/**
 * The history graph as two entries see it. Its nodes are reflog entries. All parents of one have smaller numbers, so that there
 * are no cycles, though snapshots recur.
 *
 * An entry's parents are the entries that it names. A snapshot that it has by its id alone stands for those entries of the two
 * histories that hold it, and for another label's only where they do not: what a third label happens to hold changes nothing.
 */
export class HistoryGraph {
  readonly source: HistorySource;
  readonly #seenFrom: readonly number[];
  #within: ReadonlyMap<number, number> | undefined;

  constructor(source: HistorySource, seenFrom: readonly number[]) {
    this.source = source;
    this.#seenFrom = seenFrom;
  }

  /** Gives the numbers of the entries that an entry descends from, each once. */
  parentsOf(entry: HistoryEntry): number[] {
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

  /** Gives the entry that `to` was named by. */
  #origin({ seq, to, origins }: HistoryEntry): number[] {
    return typeof origins?.to === "number" && this.#holds(origins.to, to, seq) ? [origins.to] : [];
  }

  #named({ seq, parents = [], origins }: HistoryEntry): number[] {
    return parents.flatMap((id, at) => {
      const named = origins?.parents?.[at];
      if (typeof named !== "number") return this.#lookUp(id, seq);
      return this.#holds(named, id, seq) ? [named] : [];
    });
  }

  /** A label that nobody named a snapshot for, as an import makes it, is of the two histories if it is of any. */
  #created(entry: HistoryEntry): number[] {
    const { seq, to, origins } = entry;
    if (to === null) return [];
    if (typeof origins?.to === "number") return this.#origin(entry);
    const isNew = origins !== undefined && origins.to === undefined;
    return isNew ? this.#lookUpWithin(to, seq) : this.#lookUp(to, seq);
  }

  /** A label that goes back descends from where it had that, and one that goes to what it never had from where that was. */
  #returned(entry: HistoryEntry): (number | undefined)[] {
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
    // What their labels came to hold only later, and then the label that had it first, are as near as it can be guessed.
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

  /** Gives the labels of the two histories, as far as entries name each other, and how far each counts. */
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
 * Gives the best common ancestors of two sets of entries, latest first: what is an ancestor of one of each, an entry itself
 * included, and not of another such. None where their histories never meet.
 *
 * Walks both histories at once from the latest entry down. As parents have smaller numbers, all descendants of an entry have
 * been passed when its turn comes, and what is known of it then is final: the cost follows the distance to the bases.
 */
export function mergeBases(graph: HistoryGraph, a: readonly number[], b: readonly number[]): HistoryEntry[] {
  const frontier = new Frontier();
  for (const seq of a) frontier.add(seq, { ofA: true });
  for (const seq of b) frontier.add(seq, { ofB: true });
  const bases: HistoryEntry[] = [];
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

/** Tells whether an entry is another one, or descends from it. */
export function descendsFrom(source: HistorySource, seq: number, ancestor: number): boolean {
  const bases = mergeBases(new HistoryGraph(source, [seq, ancestor]), [seq], [ancestor]);
  return bases.some((base) => base.seq === ancestor);
}

function distinct(seqs: readonly (number | undefined)[]): number[] {
  return [...new Set(seqs.filter((seq) => seq !== undefined))];
}
