import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { type Difference, diffManifests } from "../manifest/diff.ts";
import { type Entry, entryType, sameEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { statFolder } from "../manifest/read.ts";
import type { LastReading } from "./last-reading.ts";

/**
 * What becomes of a path that a label came to hold otherwise than from a source, when the source is imported: it is `removed`,
 * or it was deleted and is `returned`; it is `reverted` to what it was, or `changed` to something else again.
 */
export type Effect = "removed" | "returned" | "reverted" | "changed";

/** What an import would undo. Counts are of files, links and empty folders. */
export interface Undone {
  readonly counts: Readonly<Record<Effect, number>>;
  /** The first of them, in the manifest's order. */
  readonly changes: readonly { readonly path: string; readonly effect: Effect }[];
}

/** Knows what of a label's head came from elsewhere than a source. */
export interface Foreign {
  /**
   * Tells of a path, and what the head has there, whether the source never held that: gives what the source had instead, null for
   * nothing; undefined where it held just that. Paths are asked for in their order.
   */
  instead(path: string, head: Entry | null): Promise<Entry | null | undefined>;
}

/** So many paths are named. */
const SHOWN = 200;

/** Counts what an import undoes, path by path. */
export class UndoneCount {
  readonly #counts = { removed: 0, returned: 0, reverted: 0, changed: 0 };
  readonly #changes: { path: string; effect: Effect }[] = [];

  add(path: string, effect: Effect): void {
    this.#counts[effect]++;
    if (this.#changes.length < SHOWN) this.#changes.push({ path, effect });
  }

  /** Gives what was counted; undefined for nothing. */
  get result(): Undone | undefined {
    return this.#changes.length === 0 ? undefined : { counts: this.#counts, changes: this.#changes };
  }
}

/**
 * What differs between the head and what source and label last had in common came from elsewhere. When the latter turns out to be
 * damaged, `otherwise` says from there on.
 */
export class ForeignSince implements Foreign {
  readonly #changes: AsyncGenerator<Difference>;
  /** The difference that is next, null at the end. */
  #at: Difference | null | undefined;
  readonly #otherwise: Foreign;
  #isDamaged = false;

  /** `base`: what both last held, null for nothing. */
  constructor(nodes: NodeStore, base: SnapshotId | null, head: SnapshotId, otherwise: Foreign) {
    this.#changes = diffManifests(nodes, base, head);
    this.#otherwise = otherwise;
  }

  async instead(path: string, head: Entry | null): Promise<Entry | null | undefined> {
    if (!this.#isDamaged) {
      try {
        return await this.#before(path);
      } catch (thrown) {
        if (!isDamage(thrown)) throw thrown;
        this.#isDamaged = true;
      }
    }
    return await this.#otherwise.instead(path, head);
  }

  async #before(path: string): Promise<Entry | null | undefined> {
    while (this.#at === undefined || (this.#at !== null && comparePaths(this.#at.path, path) < 0)) {
      const { value, done } = await this.#changes.next();
      this.#at = done === true ? null : value;
    }
    return this.#at?.path === path ? this.#at.before : undefined;
  }
}

/**
 * Where nothing is known that source and label had in common: what the source did not hold when it was last read came from
 * elsewhere. What it held then and the head does not have is new to the label, unless that `heldBefore`: then it was deleted.
 */
export class ForeignToReading implements Foreign {
  readonly #reading: LastReading;
  readonly #heldBefore: (path: string) => Promise<boolean>;
  readonly #posixModes: boolean;

  /** `heldBefore` tells of a path that the head does not have whether the label held it once. */
  constructor(
    reading: LastReading,
    options: { heldBefore: (path: string) => Promise<boolean>; posixModes: boolean },
  ) {
    this.#reading = reading;
    this.#heldBefore = options.heldBefore;
    this.#posixModes = options.posixModes;
  }

  async instead(path: string, head: Entry | null): Promise<Entry | null | undefined> {
    const held = this.#reading.entry(path);
    if (head === null) return held !== undefined && (await this.#heldBefore(path)) ? held : undefined;
    if (held === undefined) return null;
    // Where the system has no POSIX modes, what is remembered has none that mean anything.
    return sameEntry(this.#posixModes ? held : { ...held, mode: head.mode }, head) ? undefined : held;
  }
}

/** Finds what moving a label from its head to a snapshot of a source would undo; undefined for nothing. */
export async function findUndone(
  nodes: NodeStore,
  { head, after, foreign }: { head: SnapshotId; after: SnapshotId; foreign: Foreign },
): Promise<Undone | undefined> {
  const count = new UndoneCount();
  for await (const { path, before: held, after: comes } of diffManifests(nodes, head, after)) {
    const instead = await foreign.instead(path, held);
    if (instead === undefined) continue;
    // An empty folder that has something in it on the other side is there on both.
    if (isEmptyFolder(held) && comes === null && (await statFolder(nodes, after, path)) !== undefined)
      continue;
    if (isEmptyFolder(comes) && held === null && (await statFolder(nodes, head, path)) !== undefined)
      continue;
    count.add(path, effectOf(held, comes, instead));
  }
  return count.result;
}

/** Tells what becomes of a path that the head holds, when something else comes and the source had something `instead`. */
export function effectOf(held: Entry | null, comes: Entry | null, instead: Entry | null): Effect {
  if (comes === null) return "removed";
  if (held === null) return "returned";
  return instead !== null && sameEntry(instead, comes) ? "reverted" : "changed";
}

/** Tells whether an error says that something in the store is damaged or gone. */
export function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof StrataError && ["CorruptObject", "MissingObject", "CorruptPack"].includes(thrown.code)
  );
}

function isEmptyFolder(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) === "directory";
}
