import type { SnapshotId } from "../ids.ts";
import { endsOf } from "../labels/label-rows.ts";
import { diffManifests } from "../manifest/diff.ts";
import { getEntry } from "../manifest/read.ts";
import { isDamage } from "../snapshot/undone.ts";
import type { OpenedStore } from "../store/open.ts";

type Parts = Pick<OpenedStore, "labels" | "nodes" | "changes">;

/** Facts about a label's moves. */
interface Known {
  /** The change sets of its moves. */
  readonly sets: ReadonlySet<number>;
  /** Paths that moves removed and that the change index does not have. */
  readonly removed: ReadonlySet<string>;
  /** The label's snapshots after moves from nothing, and before moves to nothing. */
  readonly whole: ReadonlySet<SnapshotId>;
}

/** Answers whether a label held a path at any earlier move. */
export class HeldPaths {
  readonly #store: Parts;
  readonly #label: string;
  #known: Promise<Known> | undefined;

  constructor(store: Parts, label: string) {
    this.#store = store;
    this.#label = label;
  }

  /** Returns whether the label ever held the path. Damaged snapshots are skipped. */
  async has(path: string): Promise<boolean> {
    this.#known ??= this.#read();
    const { sets, removed, whole } = await this.#known;
    if (removed.has(path) || this.#store.changes.setsOf(path).some((set) => sets.has(set))) return true;
    for (const id of whole) {
      const entry = await unlessDamaged(() => getEntry(this.#store.nodes, id, path));
      if (entry !== undefined) return true;
    }
    return false;
  }

  async #read(): Promise<Known> {
    const { labels, changes, nodes } = this.#store;
    const { pairs, whole } = labels.logPages.ends(labels.logPages.state(this.#label).id, 0);
    const sets = changes.setsOfMoves(pairs);
    const removed = new Set<string>();
    const unknown = sets.includes(null) ? endsOf(pairs).filter((_, at) => sets[at] === null) : [];
    for (const { from, to } of unknown) {
      await unlessDamaged(async () => {
        for await (const { path, after } of diffManifests(nodes, from, to))
          if (after === null) removed.add(path);
      });
    }
    return {
      sets: new Set(sets.filter((set) => set !== null && set !== 0)) as ReadonlySet<number>,
      removed,
      whole: new Set(whole.map(([, id]) => id)),
    };
  }
}

async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (isDamage(thrown)) return undefined;
    throw thrown;
  }
}
