import type { SnapshotId } from "../ids.ts";
import type { Label } from "../labels/label-store.ts";
import { requireUnpruned } from "../labels/pruned-errors.ts";
import { keptMoves, type RetainedMove, type Retention } from "../labels/retention.ts";
import { defaultRetention, retentionOf } from "../labels/retention-settings.ts";
import type { OpenedStore } from "../store/open.ts";
import { TimeSlice } from "../time-slice.ts";

/** What a retention would keep and drop, in numbers of moves. */
export interface RetentionPreview {
  readonly moves: number;
  /** The moves that it does not keep, and whose snapshots are there still. */
  readonly dropped: number;
  /** The moves that are kept for good. */
  readonly kept: number;
}

/** What is marked about moves and snapshots. */
export interface Marks {
  /** Returns whether a move is kept for good. */
  isKept(seq: number): boolean;
  /** Returns when a snapshot was pruned, in ms since 1970; undefined for any that was not. */
  prunedAt(id: SnapshotId): number | undefined;
}

/** The rows that are read at once, so that a long history does not block the thread. */
const PAGE = 5000;

/** Reads how much of its labels' history a store keeps, in the calling thread. */
export class Retentions implements Marks {
  readonly #store: OpenedStore;

  constructor(store: OpenedStore) {
    this.#store = store;
  }

  /** Returns the store's default. Throws `DatabaseDamaged`. */
  ofStore(): Retention {
    return defaultRetention(this.#store.db);
  }

  /** Returns the retention of a label: its own or the store's default. Throws `DatabaseDamaged`. */
  of(label: Pick<Label, "name" | "settings">): Retention {
    return retentionOf(label, () => this.ofStore());
  }

  /** Returns the marks as they are now, in memory: for whoever asks for those of many moves. */
  allMarks(): Marks {
    const { kept, pruned } = this.#store.labels;
    const [seqs, times] = [kept.all(), pruned.all()];
    return { isKept: (seq) => seqs.has(seq), prunedAt: (id) => times.get(id) };
  }

  prunedAt(id: SnapshotId): number | undefined {
    return this.#store.labels.pruned.at(id);
  }

  /** Throws `SnapshotPruned` for a snapshot that was pruned. `what` names it, as the beginning of "… was pruned". */
  requireUnpruned(what: string, id: SnapshotId, label: string): void {
    requireUnpruned(this.#store.labels, { what, id, label });
  }

  isKept(seq: number): boolean {
    return this.#store.labels.kept.has(seq);
  }

  /**
   * Counts what a retention would keep and drop of the histories of some labels. `now` is in ms since 1970.
   */
  async preview(
    labels: readonly Label[],
    retention: Retention,
    now: number,
    signal?: AbortSignal,
  ): Promise<RetentionPreview> {
    const slice = new TimeSlice(signal);
    const sum = { moves: 0, dropped: 0, kept: 0 };
    for (const { name } of labels) {
      const moves = await this.#movesOf(name, slice);
      sum.moves += moves.length;
      sum.kept += moves.filter(({ kept }) => kept).length;
      const kept = keptMoves(moves, retention, now);
      const gone = new Set(this.#store.labels.pruned.movesOf(this.#store.labels.logPages.state(name).id));
      sum.dropped += moves.filter(({ seq }) => !kept.has(seq) && !gone.has(seq)).length;
      await slice.step();
    }
    return sum;
  }

  async #movesOf(name: string, slice: TimeSlice): Promise<RetainedMove[]> {
    const { kept, logPages } = this.#store.labels;
    const { id } = logPages.state(name);
    const moves: RetainedMove[] = [];
    for (;;) {
      const page = kept.movesOf(id, moves.at(-1)?.seq, PAGE);
      for (const move of page) moves.push(move);
      if (page.length < PAGE) return moves;
      await slice.step();
    }
  }
}
