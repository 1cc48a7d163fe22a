import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { type Difference, diffManifests } from "../manifest/diff.ts";
import { type Entry, entryType, sameEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { statFolder } from "../manifest/read.ts";
import type { LastReading } from "./last-reading.ts";

/**
 * The effect of an import on a path that the label got from elsewhere: it is `removed`; it was deleted and is
 * `returned`; it is `reverted` to an earlier state, or `changed` to another one.
 */
export type Effect = "removed" | "returned" | "reverted" | "changed";

/** The changes that an import would undo. Counts are of files, links and empty folders. */
export interface Undone {
  readonly counts: Readonly<Record<Effect, number>>;
  /** The first of them, in the manifest's order. */
  readonly changes: readonly { readonly path: string; readonly effect: Effect }[];
}

/** Knows which paths of a label's head came from elsewhere than a source. */
export interface Foreign {
  /**
   * Returns the source's entry at a path if the head's entry came from elsewhere; null for no entry, and undefined if
   * the head's entry is the source's. Paths must be given in order.
   */
  instead(path: string, head: Entry | null): Promise<Entry | null | undefined>;
}

/** Maximum number of named paths. */
const SHOWN = 200;

/** Counts what an import undoes, path by path. */
export class UndoneCount {
  readonly #counts = { removed: 0, returned: 0, reverted: 0, changed: 0 };
  readonly #changes: { path: string; effect: Effect }[] = [];

  add(path: string, effect: Effect): void {
    this.#counts[effect]++;
    if (this.#changes.length < SHOWN) this.#changes.push({ path, effect });
  }

  /** Returns the result; undefined if nothing is undone. */
  get result(): Undone | undefined {
    return this.#changes.length === 0 ? undefined : { counts: this.#counts, changes: this.#changes };
  }
}

/**
 * Compares with the base of source and label: every difference between base and head came from elsewhere. If the base
 * turns out to be damaged, `otherwise` decides from there on.
 */
export class ForeignSince implements Foreign {
  readonly #changes: AsyncGenerator<Difference>;
  /** The next difference, or null at the end. */
  #at: Difference | null | undefined;
  readonly #otherwise: Foreign;
  #isDamaged = false;

  /** `base`: the snapshot that both last held, or null for none. */
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
 * Compares with the last reading of the source, if no base is known: what the source did not hold then came from
 * elsewhere. A path that the head does not hold is new to the label, unless `heldBefore` returns true: then it was
 * deleted from the label. That does not depend on the reading, which knows no links and may be lost with the index.
 */
export class ForeignToReading implements Foreign {
  readonly #reading: LastReading;
  readonly #heldBefore: (path: string) => Promise<boolean>;
  readonly #posixModes: boolean;

  /** `heldBefore` returns whether the label once held a path that its head does not have. */
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
    if (head === null) return (await this.#heldBefore(path)) ? (held ?? null) : undefined;
    if (held === undefined) return null;
    // On a system without POSIX modes, cached modes mean nothing.
    return sameEntry(this.#posixModes ? held : { ...held, mode: head.mode }, head) ? undefined : held;
  }
}

/** Returns what moving a label from its head to a snapshot of a source would undo; undefined if nothing. */
export async function findUndone(
  nodes: NodeStore,
  { head, after, foreign }: { head: SnapshotId; after: SnapshotId; foreign: Foreign },
): Promise<Undone | undefined> {
  const count = new UndoneCount();
  for await (const { path, before: held, after: comes } of diffManifests(nodes, head, after)) {
    const instead = await foreign.instead(path, held);
    if (instead === undefined) continue;
    // An empty folder that is not empty on the other side exists on both.
    if (isEmptyFolder(held) && comes === null && (await statFolder(nodes, after, path)) !== undefined)
      continue;
    if (isEmptyFolder(comes) && held === null && (await statFolder(nodes, head, path)) !== undefined)
      continue;
    count.add(path, effectOf(held, comes, instead));
  }
  return count.result;
}

/** Returns the effect on a path of the head if `comes` replaces it and the source had `instead`. */
export function effectOf(held: Entry | null, comes: Entry | null, instead: Entry | null): Effect {
  if (comes === null) return "removed";
  if (held === null) return "returned";
  return instead !== null && sameEntry(instead, comes) ? "reverted" : "changed";
}

/** Returns whether an error means that an object is damaged or missing. */
export function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof StrataError && ["CorruptObject", "MissingObject", "CorruptPack"].includes(thrown.code)
  );
}

function isEmptyFolder(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) === "directory";
}
