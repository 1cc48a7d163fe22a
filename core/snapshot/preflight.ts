import type { SnapshotId } from "../ids.ts";
import type { LabelSettings } from "../labels/label-store.ts";
import { type Entry, entryType, sameEntry, symlinkEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { rangeEntries } from "../manifest/read.ts";
import { TimeSlice } from "../time-slice.ts";
import { FolderIdentity } from "./folder-identity.ts";
import { FolderMemory } from "./folder-memory.ts";
import { FolderModes } from "./folder-modes.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { type ImportWarning, isDisk, permissionsWarning, WarningSigns } from "./import-warnings.ts";
import { importRoots } from "./roots.ts";
import type { StatCache } from "./stat-cache.ts";
import { type Foreign, type Undone, UndoneCount } from "./undone.ts";
import { type Found, type Skipped, walk } from "./walk.ts";

/** The input of a preflight. */
export interface PreflightOptions {
  readonly paths: readonly string[];
  /** The store's folder, which is never imported. */
  readonly storeFolder: string;
  readonly settings: LabelSettings;
  /** The label's current head. */
  readonly head: SnapshotId | null;
  /** Knows which of the head's paths came from elsewhere; undefined if none did. */
  readonly foreign?: Foreign | undefined;
  readonly posixModes: boolean;
  readonly nodes: NodeStore;
  readonly cache: StatCache;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly files: number; readonly bytes: number }) => void) | undefined;
}

/** The result of a preflight: what an import would do. */
export interface Preflight {
  /** Number of files and links that would be in the snapshot, and the bytes of the files. */
  readonly files: number;
  readonly bytes: number;
  /** The paths that rules leave out: their number, and some of them. */
  readonly ignored: number;
  readonly ignoredPaths: readonly string[];
  /** The paths that cannot be imported: their number, and some of them. */
  readonly skippedCount: number;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly ImportWarning[];
  readonly counts: { readonly added: number; readonly modified: number; readonly removed: number };
  /** Bytes of the files that would be added and modified: the most that has to be read. */
  readonly toRead: number;
  /** Some of the changes, in the manifest's order. */
  readonly changes: readonly PlannedChange[];
  /** The most that would be undone: a file counts even if reading it shows that it holds what the label holds. */
  readonly undone: Undone | undefined;
}

/** The change of a path. */
export interface PlannedChange {
  readonly path: string;
  readonly change: "added" | "modified" | "removed";
}

/** Maximum number of paths of each kind. */
const IGNORED_SHOWN = 200;
const SKIPPED_SHOWN = 200;
const CHANGES_SHOWN = 500;

/**
 * Finds out what an import would do, without reading any file but those with ignore rules. A file counts as unchanged
 * only if it has not changed since it was last read, so that the result is the most that would change. A whole disk is
 * only reported as one, since a walk would take too long. Throws as {@link importRoots} and {@link walk} do, and
 * `Cancelled`.
 */
export async function preflight(options: PreflightOptions): Promise<Preflight> {
  const look = new Look(options);
  await look.walk();
  return look.report();
}

type FoundThing = Exclude<Found, { readonly type: "folder" }>;

class Look {
  readonly #options: PreflightOptions;
  readonly #memory: FolderMemory;
  readonly #signs: WarningSigns;
  readonly #held: Held;
  readonly #folders: FolderModes;
  readonly #ignoredPaths: string[] = [];
  readonly #skipped: Skipped[] = [];
  readonly #changes: PlannedChange[] = [];
  readonly #undone = new UndoneCount();
  readonly #counts = { added: 0, modified: 0, removed: 0 };
  readonly #sums = { files: 0, bytes: 0, ignored: 0, skippedCount: 0, toRead: 0 };
  readonly #slice: TimeSlice;

  constructor(options: PreflightOptions) {
    this.#options = options;
    this.#memory = new FolderMemory(options.cache);
    this.#signs = new WarningSigns();
    this.#held = new Held(options.nodes, options.head);
    this.#folders = new FolderModes(options.posixModes);
    this.#slice = new TimeSlice(options.signal, { onEnd: () => this.#tell() });
  }

  /** Walks the folder, unless it is a whole disk, and compares it with the label's head in one pass over both. */
  async walk(): Promise<void> {
    const { paths, storeFolder, settings } = this.#options;
    const store = new FolderIdentity(storeFolder);
    const roots = importRoots(paths, store);
    for (const root of roots) this.#signs.root(root);
    if (roots.some(({ path }) => isDisk(path))) return;
    await this.#slice.end();
    const rules = IgnoreRules.forLabel(settings);
    const walkOptions = {
      exclude: store,
      skip: (skipped: Skipped) => this.#skip(skipped),
      ignored: (path: string) => this.#ignore(path),
      entered: (path: string, folder: Buffer) => {
        this.#signs.folder(path);
        this.#folders.folder(path, folder);
      },
    };
    for (const root of roots) {
      const { path, name } = root;
      this.#folders.root(root);
      for (const found of walk(Buffer.from(path), name, rules, walkOptions)) {
        // Empty folders are not counted, and are the only ones not found in the manifest's order.
        if (found.type !== "folder") await this.#add(found);
        await this.#slice.step();
      }
    }
    await this.#removeBefore(undefined);
  }

  report(): Preflight {
    return {
      ...this.#sums,
      ignoredPaths: this.#ignoredPaths,
      skipped: this.#skipped,
      warnings: [...this.#signs.warnings(), ...permissionsWarning(this.#folders.found())],
      counts: this.#counts,
      changes: this.#changes,
      undone: this.#undone.result,
    };
  }

  async #add(found: FoundThing): Promise<void> {
    this.#sums.files++;
    if (found.type === "file") this.#sums.bytes += found.size;
    this.#signs.file(found.path);
    await this.#removeBefore(found.path);
    const next = this.#held.next;
    const before = next?.[0] === found.path ? next[1] : undefined;
    if (before !== undefined) await this.#held.advance();
    await this.#difference(found, before);
  }

  /** Records the head's entries before a path, or to the end, as removed. */
  async #removeBefore(path: string | undefined): Promise<void> {
    if (!this.#held.isOpen) await this.#held.advance();
    for (let next = this.#held.next; next !== undefined; next = this.#held.next) {
      if (path !== undefined && comparePaths(next[0], path) >= 0) return;
      if (isCounted(next[1])) await this.#change(next[0], "removed", next[1], undefined);
      await this.#held.advance();
      await this.#slice.step();
    }
  }

  #skip(skipped: Skipped): void {
    if (++this.#sums.skippedCount <= SKIPPED_SHOWN) this.#skipped.push(skipped);
  }

  #ignore(path: string): void {
    if (++this.#sums.ignored <= IGNORED_SHOWN) this.#ignoredPaths.push(path);
  }

  /** Records how a file or link differs from the head's entry at its path. */
  #difference(found: FoundThing, entry: Entry | undefined): Promise<void> | undefined {
    const before = entry !== undefined && isCounted(entry) ? entry : undefined;
    const now = before && this.#knownEntry(found, before);
    if (before !== undefined && now !== undefined && sameEntry(now, before)) return undefined;
    if (found.type === "file") this.#sums.toRead += found.size;
    return this.#change(found.path, before === undefined ? "added" : "modified", before, now);
  }

  /** Returns the entry of what was found at an entry's path, as far as it is known without reading. */
  #knownEntry(found: FoundThing, before: Entry): Entry | undefined {
    if (found.type === "symlink") return symlinkEntry(found.target);
    const known = this.#memory.recall(found);
    // On a system without POSIX modes, a known file keeps its mode.
    return known && !this.#options.posixModes ? { ...known, mode: before.mode } : known;
  }

  #change(
    path: string,
    change: PlannedChange["change"],
    before: Entry | undefined,
    now: Entry | undefined,
  ): Promise<void> | undefined {
    this.#counts[change]++;
    if (this.#changes.length < CHANGES_SHOWN) this.#changes.push({ path, change });
    const { foreign } = this.#options;
    return foreign && this.#undo(foreign, path, change, before, now);
  }

  /** Records a change that takes back one that came from elsewhere. */
  async #undo(
    foreign: Foreign,
    path: string,
    change: PlannedChange["change"],
    before: Entry | undefined,
    now: Entry | undefined,
  ): Promise<void> {
    const instead = await foreign.instead(path, before ?? null);
    if (instead === undefined) return;
    if (change === "modified") {
      const isReverted = instead !== null && now !== undefined && sameEntry(instead, now);
      this.#undone.add(path, isReverted ? "reverted" : "changed");
    } else this.#undone.add(path, change === "removed" ? "removed" : "returned");
  }

  #tell(): void {
    const { files, bytes } = this.#sums;
    this.#options.onProgress?.({ files, bytes });
  }
}

/** The head's entries, one by one. */
class Held {
  readonly #entries: AsyncIterator<readonly [string, Entry]> | undefined;
  isOpen = false;
  next: readonly [path: string, entry: Entry] | undefined;

  constructor(nodes: NodeStore, head: SnapshotId | null) {
    this.#entries = head === null ? undefined : rangeEntries(nodes, head)[Symbol.asyncIterator]();
  }

  /** Goes to the first entry, or the one after {@link next}. */
  async advance(): Promise<void> {
    this.isOpen = true;
    const result = await this.#entries?.next();
    this.next = result === undefined || result.done ? undefined : result.value;
  }
}

/** Empty folders are not counted. */
function isCounted(entry: Entry): boolean {
  return entryType(entry) !== "directory";
}
