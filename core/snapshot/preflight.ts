import { cancelled } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelSettings } from "../labels/label-store.ts";
import { type Entry, entryType, sameEntry, symlinkEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { rangeEntries } from "../manifest/read.ts";
import { FolderIdentity } from "./folder-identity.ts";
import { FolderMemory } from "./folder-memory.ts";
import { FolderModes } from "./folder-modes.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { type ImportWarning, isDisk, permissionsWarning, WarningSigns } from "./import-warnings.ts";
import { importRoots } from "./roots.ts";
import type { StatCache } from "./stat-cache.ts";
import { type Foreign, type Undone, UndoneCount } from "./undone.ts";
import { type Found, type Skipped, walk } from "./walk.ts";

/** What an import would meet. */
export interface PreflightOptions {
  readonly paths: readonly string[];
  /** The store's folder, which never becomes part of a snapshot. */
  readonly storeFolder: string;
  readonly settings: LabelSettings;
  /** What the label holds now. */
  readonly head: SnapshotId | null;
  /** What knows which of that came from elsewhere; undefined when nothing did. */
  readonly foreign?: Foreign | undefined;
  readonly posixModes: boolean;
  readonly nodes: NodeStore;
  readonly cache: StatCache;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly files: number; readonly bytes: number }) => void) | undefined;
}

/** What an import would do. */
export interface Preflight {
  /** Files and links that would be in the snapshot, and the bytes of the files. */
  readonly files: number;
  readonly bytes: number;
  /** What rules leave out: how much, and some of it. */
  readonly ignored: number;
  readonly ignoredPaths: readonly string[];
  /** What cannot be kept: how much, and some of it. */
  readonly skippedCount: number;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly ImportWarning[];
  readonly counts: { readonly added: number; readonly modified: number; readonly removed: number };
  /** The bytes of what would be added and modified: at most so many have to be read. */
  readonly toRead: number;
  /** Some of what would change, in the manifest's order. */
  readonly changes: readonly PlannedChange[];
  /** What would be undone at most: a file counts that turns out to hold, once it is read, what the label holds. */
  readonly undone: Undone | undefined;
}

/** What would become of a path. */
export interface PlannedChange {
  readonly path: string;
  readonly change: "added" | "modified" | "removed";
}

/** So many paths of each kind are given. */
const IGNORED_SHOWN = 200;
const SKIPPED_SHOWN = 200;
const CHANGES_SHOWN = 500;
/** So many steps are taken before other work gets its turn. */
const STEPS = 512;

/**
 * Finds out what an import would do, and reads no file but those with ignore rules. A file counts as unchanged only if it is
 * as it was when it was last read, so that what would change is at most this. Of a whole disk no more is told than that it is
 * one: looking would take too long. Throws as {@link importRoots} and {@link walk} do, and `Cancelled`.
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
  #steps = 0;

  constructor(options: PreflightOptions) {
    this.#options = options;
    this.#memory = new FolderMemory(options.cache);
    this.#signs = new WarningSigns();
    this.#held = new Held(options.nodes, options.head);
    this.#folders = new FolderModes(options.posixModes);
  }

  /** Finds all that is there, but not on a whole disk, and compares it with what the label holds, in one pass over both. */
  async walk(): Promise<void> {
    const { paths, storeFolder, settings } = this.#options;
    const store = new FolderIdentity(storeFolder);
    const roots = importRoots(paths, store);
    for (const root of roots) this.#signs.root(root);
    if (roots.some(({ path }) => isDisk(path))) return;
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
        // Empty folders come and go uncounted, and are the one thing that is not found in the manifest's order.
        if (found.type !== "folder") await this.#add(found);
        await this.#step();
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

  /** Notes what the label holds before a path, or to the end, and nothing was found of. */
  async #removeBefore(path: string | undefined): Promise<void> {
    if (!this.#held.isOpen) await this.#held.advance();
    for (let next = this.#held.next; next !== undefined; next = this.#held.next) {
      if (path !== undefined && comparePaths(next[0], path) >= 0) return;
      if (isCounted(next[1])) await this.#change(next[0], "removed", next[1], undefined);
      await this.#held.advance();
      await this.#step();
    }
  }

  #skip(skipped: Skipped): void {
    if (++this.#sums.skippedCount <= SKIPPED_SHOWN) this.#skipped.push(skipped);
  }

  #ignore(path: string): void {
    if (++this.#sums.ignored <= IGNORED_SHOWN) this.#ignoredPaths.push(path);
  }

  /** Notes how something that was found differs from what the label has in its place. */
  #difference(found: FoundThing, entry: Entry | undefined): Promise<void> | undefined {
    const before = entry !== undefined && isCounted(entry) ? entry : undefined;
    const now = before && this.#knownEntry(found, before);
    if (before !== undefined && now !== undefined && sameEntry(now, before)) return undefined;
    if (found.type === "file") this.#sums.toRead += found.size;
    return this.#change(found.path, before === undefined ? "added" : "modified", before, now);
  }

  /** Gives what is found in the place of an entry, as far as that is known without reading. */
  #knownEntry(found: FoundThing, before: Entry): Entry | undefined {
    if (found.type === "symlink") return symlinkEntry(found.target);
    const known = this.#memory.recall(found);
    // Where the system has no POSIX modes, a known file keeps the mode that it had.
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

  /** Notes a change that takes back what came from elsewhere. */
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

  /** Gives way now and then. */
  #step(): Promise<void> | undefined {
    return ++this.#steps % STEPS === 0 ? this.#breathe() : undefined;
  }

  async #breathe(): Promise<void> {
    const { files, bytes } = this.#sums;
    this.#options.onProgress?.({ files, bytes });
    await new Promise(setImmediate);
    if (this.#options.signal?.aborted) throw cancelled();
  }
}

/** What the label holds, entry by entry. */
class Held {
  readonly #entries: AsyncIterator<readonly [string, Entry]> | undefined;
  isOpen = false;
  next: readonly [path: string, entry: Entry] | undefined;

  constructor(nodes: NodeStore, head: SnapshotId | null) {
    this.#entries = head === null ? undefined : rangeEntries(nodes, head)[Symbol.asyncIterator]();
  }

  /** Goes on to the first entry, or the one after {@link next}. */
  async advance(): Promise<void> {
    this.isOpen = true;
    const result = await this.#entries?.next();
    this.next = result === undefined || result.done ? undefined : result.value;
  }
}

/** Empty folders come and go uncounted. */
function isCounted(entry: Entry): boolean {
  return entryType(entry) !== "directory";
}
