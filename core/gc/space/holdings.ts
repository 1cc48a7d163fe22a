import { isCount, readTuples } from "../../database/rows.ts";
import { idToBytes } from "../../ids.ts";
import type { IndexedPack } from "../../objects/pack-index.ts";
import type { OpenedStore } from "../../store/open.ts";
import { packedObjects, readFrames, share } from "../census.ts";
import type { Step } from "../progress.ts";
import type { Interval } from "./interval-sets.ts";
import type { Needs } from "./needs.ts";

/** The place of loose objects, in place of that of a pack. */
export const LOOSE = -1;

/** The objects that are needed at the same positions and lie in the same pack. */
export interface Holding {
  /** The positions at which they are needed, last interval first; none: nothing needs them. */
  readonly intervals: readonly Interval[];
  /** The place of their pack in {@link Holdings.packs}, or {@link LOOSE}. */
  readonly pack: number;
  objects: number;
  /** Their part of the bytes of their frames, and the bytes of their contents. */
  stored: number;
  raw: number;
}

/** Where the bytes of a store are, by who needs them. */
export interface Holdings {
  readonly packs: readonly IndexedPack[];
  readonly all: readonly Holding[];
  readonly loose: { readonly objects: number; readonly bytes: number };
  /** By number of the object: its holding in {@link all}, -1 where it is not in the store, and its stored bytes. */
  readonly holdingOf: Int32Array;
  readonly storedOf: Float64Array;
}

/** Adds up what the index and the loose objects hold, by the positions at which it is needed. Reads no pack. */
export async function takeHoldings(
  { indexDb, index, loose }: Pick<OpenedStore, "indexDb" | "index" | "loose">,
  needs: Needs,
  step: Step,
): Promise<Holdings> {
  const tally = new Tally(needs);
  let looseBytes = 0;
  let looseObjects = 0;
  // Loose first: folding indexes the pack before it removes the row, so that an object is never missing from both.
  for (const frame of loose.frames()) {
    await step();
    const stored = loose.stored(frame.row)?.length ?? 0;
    for (const { id, len } of frame.objects) {
      const part = share(stored, len, frame.shape.rawLen);
      looseObjects++;
      looseBytes += part;
      tally.add(idToBytes(id), LOOSE, part, len);
    }
  }
  const packs = index.packs();
  const numbers = readTuples(indexDb.prepare<[]>("SELECT no FROM packs ORDER BY no"), isCount).all();
  const frames = readFrames(indexDb, new Map(numbers.map(([no], place) => [no, place])));
  for await (const rows of packedObjects(indexDb, step)) {
    for (const [id, frame, len] of rows) {
      const pack = frames.pack[frame] ?? -1;
      if (pack < 0) continue;
      tally.add(id, pack, share(frames.stored[frame] ?? 0, len, frames.raw[frame] ?? 0), len);
    }
  }
  return { packs, loose: { objects: looseObjects, bytes: looseBytes }, ...tally.end() };
}

/** Adds up objects by their intervals and their pack. */
class Tally {
  readonly #needs: Needs;
  readonly #all: Holding[] = [];
  readonly #places = new Map<string, number>();
  readonly #holdingOf: Int32Array;
  readonly #storedOf: Float64Array;

  constructor(needs: Needs) {
    this.#needs = needs;
    this.#holdingOf = new Int32Array(needs.objects.size).fill(-1);
    this.#storedOf = new Float64Array(needs.objects.size);
  }

  add(id: Buffer, pack: number, stored: number, raw: number): void {
    const object = this.#needs.objects.find(id);
    const at = this.#placeOf(object, pack);
    const holding = this.#all[at];
    if (holding === undefined) return;
    holding.objects++;
    holding.stored += stored;
    holding.raw += raw;
    if (object < 0) return;
    this.#holdingOf[object] = at;
    this.#storedOf[object] = (this.#storedOf[object] ?? 0) + stored;
  }

  end() {
    return { all: this.#all, holdingOf: this.#holdingOf, storedOf: this.#storedOf };
  }

  #placeOf(object: number, pack: number): number {
    const { before, since } = object < 0 ? { before: -1, since: -1 } : this.#needs.stateOf(object);
    const key = `${pack} ${before} ${since}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const closed = object < 0 ? [] : this.#needs.sets.intervalsOf(before);
    const open = since < 0 ? [] : [{ first: since, last: this.#needs.positions - 1 }];
    const place =
      this.#all.push({ intervals: [...open, ...closed], pack, objects: 0, stored: 0, raw: 0 }) - 1;
    this.#places.set(key, place);
    return place;
  }
}
