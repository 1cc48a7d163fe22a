import type { SnapshotId } from "../ids.ts";
import { Frontier } from "./frontier.ts";
import type { ReflogEntry } from "./label-store.ts";

/** A node of the history graph: a reflog entry and whose it is. */
export interface HistoryEntry extends ReflogEntry {
  /** The label's key in its store, which a rename keeps. */
  readonly labelId: number;
  /** The label's name now. */
  readonly label: string;
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

  /** Gives the number of the latest entry before `before` that moved a label, or this one, to the snapshot. */
  latestWithTo(id: SnapshotId, before: number, labelId?: number): number | undefined;
}

/** Where two histories meet. */
export interface MergeBase {
  /** The latest of the candidates. Its `to` is null only if it is one of the two, and a deletion. */
  readonly base: HistoryEntry;
  /** Every common ancestor that is not an ancestor of another one, latest first. */
  readonly candidates: readonly HistoryEntry[];
}

/**
 * Gives the numbers of the entries that an entry descends from, each once. All are smaller than its own, so the graph has no
 * cycles, though snapshots recur.
 *
 * A label that is reset to what it never held descends from where that came from.
 */
export function parentsOf(source: HistorySource, entry: HistoryEntry): number[] {
  const { seq, labelId, op, to } = entry;
  const sameSnapshot = (label?: number) => (to === null ? undefined : source.latestWithTo(to, seq, label));
  const named = () => (entry.parents ?? []).map((id) => source.latestWithTo(id, seq));
  switch (op) {
    case "push":
    case "force":
    case "merge":
      return distinct([source.previous(labelId, seq), ...named()]);
    case "create":
      return distinct([sameSnapshot(), ...named()]);
    case "reset":
    case "restore":
      return distinct([sameSnapshot(labelId) ?? sameSnapshot()]);
    case "rename":
    case "delete":
      return distinct([source.previous(labelId, seq)]);
  }
}

/**
 * Gives the best common ancestors of two entries, each of which counts as its own ancestor; undefined when their histories
 * never meet.
 *
 * Walks both histories at once from the latest entry down. As parents have smaller numbers, all descendants of an entry have
 * been passed when its turn comes, and what is known of it then is final: the cost follows the distance to the bases.
 */
export function mergeBase(source: HistorySource, a: number, b: number): MergeBase | undefined {
  const frontier = new Frontier();
  frontier.add(a, { ofA: true });
  frontier.add(b, { ofB: true });
  const candidates: HistoryEntry[] = [];
  while (frontier.mayMeet) {
    const next = frontier.takeLatest();
    const entry = next && source.entry(next.seq);
    if (next === undefined || entry === undefined) continue;
    const meets = next.ofA && next.ofB;
    if (meets && !next.belowBase) candidates.push(entry);
    for (const parent of parentsOf(source, entry)) {
      frontier.add(parent, { ofA: next.ofA, ofB: next.ofB, belowBase: meets });
    }
  }
  const [base] = candidates;
  return base && { base, candidates };
}

/** A snapshot in the history graph: at a given entry that holds it, else at the latest one. */
export interface Held {
  readonly id: SnapshotId;
  readonly seq?: number;
}

/**
 * Gives the best common ancestors of two snapshots. Undefined when their histories never meet, or one of them was never a
 * label's.
 */
export function mergeBaseOfSnapshots(source: HistorySource, ours: Held, theirs: Held): MergeBase | undefined {
  const entryOf = ({ id, seq }: Held) => seq ?? source.latestWithTo(id, Number.MAX_SAFE_INTEGER);
  const [a, b] = [entryOf(ours), entryOf(theirs)];
  return a === undefined || b === undefined ? undefined : mergeBase(source, a, b);
}

function distinct(seqs: readonly (number | undefined)[]): number[] {
  return [...new Set(seqs.filter((seq) => seq !== undefined))];
}
