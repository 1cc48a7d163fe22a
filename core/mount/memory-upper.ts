import type { SnapshotId } from "../ids.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { RowMap } from "./row-map.ts";
import type {
  LayerRows,
  LayerState,
  PlacedRow,
  Row,
  RowChange,
  StagedObjects,
  UpperLayer,
} from "./upper-layer.ts";

/** Stores an upper layer in memory, for tests and short-lived work. */
export class MemoryUpper implements UpperLayer {
  readonly #objects: ObjectStore;
  readonly #base: SnapshotId;
  readonly #rows = new RowMap();
  #revision = 0;

  /** `objects` holds the base; written objects are put there too. */
  constructor(objects: ObjectStore, base: SnapshotId) {
    this.#objects = objects;
    this.#base = base;
  }

  state(): LayerState {
    return { base: this.#base, revision: this.#revision };
  }

  get(path: string): Row | undefined {
    return this.#rows.get(path);
  }

  seek(from: string): PlacedRow | undefined {
    return this.#rows.seek(from);
  }

  rows(): LayerRows {
    return { ...this.state(), rows: [...this.#rows.rows] };
  }

  stage(): StagedObjects {
    return { objects: this.#objects, flushWith: (work) => work(), discard: () => undefined };
  }

  async apply(expected: number, changes: readonly RowChange[]): Promise<boolean> {
    if (expected !== this.#revision) return false;
    this.#revision += 1;
    for (const [path, row] of changes) this.#rows.set(path, row);
    return true;
  }
}
