import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import type { ObjectStore } from "../objects/object-store.ts";

/**
 * An upper layer's row for a path: an entry, or null for a whiteout. Either hides everything that the base has at and
 * below the path, so replacing or removing a folder takes one row.
 */
export interface Row {
  readonly entry: Entry | null;
}

/** A row and its path. */
export type PlacedRow = readonly [path: string, row: Row];

/** A path and its new row; undefined removes the row, and the base shows again. */
export type RowChange = readonly [path: string, row: Row | undefined];

/** Looks up rows. */
export interface RowSource {
  /** Returns the row of exactly this path. */
  get(path: string): Row | undefined;

  /**
   * Returns the first row whose path is not less than a text in the order of bytes, so that a folder can be skipped in
   * one step.
   */
  seek(from: string): PlacedRow | undefined;
}

/** A layer's base and revision. */
export interface LayerState {
  readonly base: SnapshotId;
  /** Changes with every change of the rows or the base, and is never reused. */
  readonly revision: number;
}

/** All rows of one revision, in the order of their paths' bytes. */
export interface LayerRows extends LayerState {
  readonly rows: readonly PlacedRow[];
}

/**
 * Reads an upper layer. Other processes may change it at any time: results of two calls belong together only if the
 * revision is the same before and after. Throws `UnknownReference` if the mount does not exist or is discarded.
 */
export interface UpperReader extends RowSource {
  /** Returns the current base and revision. */
  state(): LayerState;

  /** Returns all rows of one revision. */
  rows(): LayerRows;
}

/** Objects that one operation stores, made durable together with the rows that refer to them. */
export interface StagedObjects {
  /** Where to put them. */
  readonly objects: ObjectStore;

  /** Makes the objects durable and runs `work` in the same transaction. */
  flushWith<T>(work: () => T): T;

  /** Drops the objects that are not durable yet. */
  discard(): void;
}

/**
 * Stores what was written to a mount, as rows over a base snapshot.
 *
 * A write goes in three steps: read {@link UpperReader.state}; work out the changed rows against that revision, putting
 * new objects into {@link stage}; {@link apply} them. `apply` is atomic and durable, and refuses when another writer has
 * changed the revision, so a caller retries from the first step. A rebase replaces base and rows at once
 * (`MountCatalog.setBase`).
 *
 * Implementations: `strata.db` (`sqlite-upper.ts`), memory (`memory-upper.ts`). Each passes the suite in
 * `upper-layer-suite.ts`.
 */
export interface UpperLayer extends UpperReader {
  /**
   * Starts an operation that stores objects. They can be read through the result at once, and by everyone after `apply`.
   */
  stage(): StagedObjects;

  /**
   * Applies row changes, each path once in any order, makes them durable with the objects that they refer to, and
   * increments the revision. Changes nothing and returns false when the revision is not the expected one.
   */
  apply(expected: number, changes: readonly RowChange[], objects?: StagedObjects): Promise<boolean>;
}

/** Returns the least text that sorts after a path. */
export function afterPath(path: string): string {
  return `${path}\0`;
}
