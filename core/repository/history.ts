import { cancelled } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { LogPage, LogQuery, PagedEntry } from "../labels/label-log.ts";
import type { LogRange, ReflogEntry } from "../labels/label-store.ts";
import type { ChangeCounts } from "../snapshot/change-index.ts";
import type { OpenedStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import type { CallOptions } from "../threads/rpc.ts";
import { PathMoves } from "./path-moves.ts";

/** A reflog entry with the number of paths that it changed. */
export interface HistoryEntry {
  readonly entry: ReflogEntry;
  /** Undefined for a move that changed nothing or deleted the label. */
  readonly counts: ChangeCounts | undefined;
}

/** The request for a page of a history. */
export interface HistoryQuery extends Omit<LogQuery, "among"> {
  readonly stat: boolean;
  /** Only moves that added, changed or removed this path or a path below it. */
  readonly path?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A page of a label's history. */
export interface HistoryPage extends LogPage {
  readonly entries: readonly (PagedEntry & HistoryEntry)[];
}

type Fill = (moves: readonly Pick<ReflogEntry, "from" | "to">[], options?: CallOptions) => Promise<void>;

/** Reads the changes of labels' moves from the change index. */
export class History {
  readonly #store: OpenedStore;
  readonly #fill: Fill;
  readonly #pathMoves: PathMoves;

  /** `fill` enters moves into the change index. */
  constructor(store: OpenedStore, fill: Fill) {
    this.#store = store;
    this.#fill = fill;
    this.#pathMoves = new PathMoves(store);
  }

  /** Returns a label's reflog, oldest first, with the counts of each move's changes as far as they can be known. */
  async all(label: string, range?: LogRange): Promise<HistoryEntry[]> {
    const log = this.#store.labels.logSync(label, range);
    await this.#knowChanges(log).catch(unlessUnwritable);
    return log.map((entry) => ({ entry, counts: this.#counts(entry) }));
  }

  /** Returns a page, newest first. With `stat` it fills in unknown changes if the store can be written. */
  async page(label: string, { stat, signal, path, ...query }: HistoryQuery): Promise<HistoryPage> {
    const among = path === undefined ? undefined : await this.#movesOf(label, path, signal);
    const page = this.#store.labels.logPages.page(label, { ...query, among });
    if (stat) {
      const log = page.entries.map(({ entry }) => entry);
      await this.#knowChanges(log, { signal }).catch(unlessUnwritable);
    }
    return { ...page, entries: page.entries.map((each) => ({ ...each, counts: this.#counts(each.entry) })) };
  }

  /** Returns the moves that added, changed or removed a path or a path below it, oldest first. */
  async ofPath(label: string, path: string, range?: LogRange): Promise<HistoryEntry[]> {
    const among = await this.#movesOf(label, path);
    const history = this.#store.labels
      .logSync(label)
      .filter(({ seq }) => among.has(seq))
      .map((entry) => ({ entry, counts: this.#counts(entry) }));
    return range?.limit === undefined ? history : history.slice(Math.max(0, history.length - range.limit));
  }

  #movesOf(label: string, path: string, signal?: AbortSignal): Promise<ReadonlySet<number>> {
    return this.#pathMoves.of(label, path, async (moves) => {
      await this.#fill(moves, { signal });
      if (signal?.aborted) throw cancelled();
    });
  }

  #counts({ from, to }: ReflogEntry): ChangeCounts | undefined {
    return to === null || from === to ? undefined : this.#store.changes.counts(from, to);
  }

  #isPruned(id: SnapshotId | null): boolean {
    return id !== null && this.#store.labels.prunedAt(id) !== undefined;
  }

  async #knowChanges(log: readonly ReflogEntry[], options?: CallOptions): Promise<void> {
    do {
      const unknown = log.filter(
        ({ from, to }) =>
          to !== null &&
          from !== to &&
          this.#store.changes.counts(from, to) === undefined &&
          !this.#isPruned(from) &&
          !this.#isPruned(to),
      );
      if (unknown.length === 0) return;
      await this.#fill(unknown, options);
      if (options?.signal?.aborted) throw cancelled();
      // The store's thread fills the index.db that is there now. In another than the one opened here, more may be unknown.
    } while (this.#store.followIndex());
  }
}
