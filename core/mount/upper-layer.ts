import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import type { ObjectStore } from "../objects/object-store.ts";

/**
 * What an upper layer says of a path: an entry, or null, a whiteout. Either hides all that the base has at the path and
 * below it: what takes a folder's place, or only its name for other things, need not name what it hides.
 */
export interface Row {
  readonly entry: Entry | null;
}

/** A row and where it is. */
export type PlacedRow = readonly [path: string, row: Row];

/** What becomes of one path's row; undefined takes it away, and the base shows again. */
export type RowChange = readonly [path: string, row: Row | undefined];

/** What rows are looked up in. */
export interface RowSource {
  /** Gives the row of just this path. */
  get(path: string): Row | undefined;

  /** Gives the first row at or after a text, in the order of the paths' bytes: a folder is passed over in one step. */
  seek(from: string): PlacedRow | undefined;
}

/** What a layer lies upon, and how often it has changed. */
export interface LayerState {
  readonly base: SnapshotId;
  /** Changes with every change of the rows or of the base, and never comes again. */
  readonly revision: number;
}

/** All rows of one revision, in the order of their paths' bytes. */
export interface LayerRows extends LayerState {
  readonly rows: readonly PlacedRow[];
}

/**
 * Reads a mount's writes. Several processes may change them: what two calls give belongs together only if the revision is the
 * same before and after. A mount that is not there, or is discarded, throws `UnknownReference`.
 */
export interface UpperReader extends RowSource {
  /** Gives the base and the revision as they are now. */
  state(): LayerState;

  /** Gives all rows at once, of one revision. */
  rows(): LayerRows;
}

/** Objects that one operation puts, to be made durable together with the rows that name them. */
export interface StagedObjects {
  /** Where to put them. */
  readonly objects: ObjectStore;

  /** Makes the objects durable, and runs `work` in the transaction that does so. */
  flushWith<T>(work: () => T): T;

  /** Drops what is not durable yet. */
  discard(): void;
}

/**
 * Keeps a mount's writes. Implementations: `strata.db`, memory; each passes the suite in `upper-layer-suite.ts`.
 */
export interface UpperLayer extends UpperReader {
  /** Begins an operation that puts objects. They can be read through what it gives, and by others once applied. */
  stage(): StagedObjects;

  /**
   * Makes changes of rows, each path once in any order, durable with the objects that they name, in one step, and counts the
   * revision up. When the revision is no longer the expected one it changes no row and gives false.
   */
  apply(expected: number, changes: readonly RowChange[], objects?: StagedObjects): Promise<boolean>;
}

/** Gives the least text that sorts after a path. */
export function afterPath(path: string): string {
  return `${path}\0`;
}
