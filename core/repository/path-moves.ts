import type { SnapshotId } from "../ids.ts";
import { endsOf, type MoveEnd } from "../labels/label-rows.ts";
import { LruCache } from "../lru-cache.ts";
import { getEntry, statFolder } from "../manifest/read.ts";
import type { ChangeIndex } from "../snapshot/change-index.ts";
import type { OpenedStore } from "../store/open.ts";

/** Enters moves into the change index. */
type Fill = (moves: readonly MoveEnd[]) => Promise<void>;

/** A label's moves by change set, so that a path's moves are found by its change sets. */
interface Indexed {
  /** The change index that the numbers belong to. */
  readonly changes: ChangeIndex;
  readonly last: number;
  readonly seqs: readonly number[];
  /** Of each move; 0 of one that changed nothing, or that began or ended with nothing. */
  readonly sets: readonly number[];
  /** The moves from nothing and to nothing: they touch what is in the one snapshot there is. */
  readonly whole: readonly (readonly [seq: number, id: SnapshotId])[];
}

/** The most moves that are cached, over all labels. */
const REMEMBERED = 300_000;

/** Finds the moves that changed a path, without reading snapshots. */
export class PathMoves {
  readonly #store: OpenedStore;
  readonly #indexed = new LruCache<Indexed>(REMEMBERED, ({ seqs }) => seqs.length);

  constructor(store: OpenedStore) {
    this.#store = store;
  }

  /**
   * Returns the numbers of the moves of a label that added, changed or removed a path or a path below it, as far as their
   * snapshots were not pruned before that was known. `fill` is
   * called with moves that are not in the change index. Throws `UnknownLabel`.
   */
  async of(label: string, path: string, fill: Fill): Promise<ReadonlySet<number>> {
    const { changes, seqs, sets, whole } = await this.#index(label, fill);
    const found = new Set<number>();
    const touching = path === "" ? undefined : new Set(changes.setsOf(path));
    for (const [at, set] of sets.entries()) {
      if (set !== 0 && (touching?.has(set) ?? true)) found.add(seqs[at] ?? 0);
    }
    const there = new Map<SnapshotId, boolean>();
    for (const [seq, id] of whole) {
      if (this.#isPruned(id)) continue;
      const isThere = there.get(id) ?? (await this.#holds(id, path));
      there.set(id, isThere);
      if (isThere) found.add(seq);
    }
    return found;
  }

  /** Updates the cached moves of a label. */
  async #index(label: string, fill: Fill): Promise<Indexed> {
    for (;;) {
      const { labels, changes } = this.#store;
      const { id, last, moves } = labels.logPages.state(label);
      const known = this.#indexed.get(String(id));
      if (known?.changes === changes && known.last === last && known.seqs.length === moves) return known;
      // If moves were pruned meanwhile, the rest has to be read again.
      const later = known?.changes === changes ? this.#read(id, known) : this.#read(id, undefined);
      const { unknown, ...indexed } = later.seqs.length === moves ? later : this.#read(id, undefined);
      if (unknown.length === 0) {
        const read = { changes, last: indexed.seqs.at(-1) ?? 0, ...indexed };
        this.#indexed.set(String(id), read);
        return read;
      }
      await fill(unknown);
      // The store's thread fills the index.db that is there now, which need not be the one opened here.
      this.#store.followIndex();
    }
  }

  /** Reads the moves that came after those known. */
  #read(
    label: number,
    known: Indexed | undefined,
  ): Pick<Indexed, "seqs" | "sets" | "whole"> & { unknown: readonly MoveEnd[] } {
    const { labels, changes } = this.#store;
    const { seqs, pairs, whole } = labels.logPages.ends(label, known?.last ?? 0);
    const sets = changes.setsOfMoves(pairs);
    return {
      seqs: [...(known?.seqs ?? []), ...seqs],
      sets: [...(known?.sets ?? []), ...sets.map((set) => set ?? 0)],
      whole: [...(known?.whole ?? []), ...whole],
      unknown: sets.includes(null)
        ? endsOf(pairs).filter(
            ({ from, to }, at) => sets[at] === null && !this.#isPruned(from) && !this.#isPruned(to),
          )
        : [],
    };
  }

  #isPruned(id: SnapshotId | null): boolean {
    return id !== null && this.#store.labels.prunedAt(id) !== undefined;
  }

  async #holds(id: SnapshotId, path: string): Promise<boolean> {
    const { nodes } = this.#store;
    if (path === "") return true;
    return (
      (await getEntry(nodes, id, path)) !== undefined || (await statFolder(nodes, id, path)) !== undefined
    );
  }
}
