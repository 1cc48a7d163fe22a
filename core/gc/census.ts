import type { Database } from "../database/database.ts";
import { isCount, isIdBytes, isText, readRows, readTuples } from "../database/rows.ts";
import { idToBytes } from "../ids.ts";
import { isKind } from "../objects/frame-rows.ts";
import type { LooseObjects } from "../objects/loose-objects.ts";
import type { ObjectKind } from "../objects/object-store.ts";
import type { Marks } from "./marks.ts";
import type { Step } from "./progress.ts";

/** What is in a pack, and how much of it is needed. */
export interface PackUse {
  readonly name: string;
  readonly kind: ObjectKind;
  /** Size of the file. */
  readonly bytes: number;
  readonly objects: number;
  readonly needed: number;
  /** Stored bytes of needed objects; of a frame that is needed in part, the same part of its bytes. */
  readonly neededBytes: number;
}

/** What is loose, and how much of it is needed. */
export interface LooseUse {
  readonly objects: number;
  /** Their part of the stored bytes of their frames: what was taken out of a frame before counts no more. */
  readonly bytes: number;
  readonly needed: number;
  readonly neededBytes: number;
}

/** How much of what a store holds is needed. */
export interface Census {
  readonly packs: readonly PackUse[];
  readonly loose: LooseUse;
  /** Number of marks whose object was found. If there are more marks, something that is needed is missing. */
  readonly found: number;
}

/** The frames of the index by number: the place of their pack among the packs, their stored bytes, and how much of them is needed. */
export interface FrameTable {
  readonly pack: Int32Array;
  readonly stored: Float64Array;
  readonly raw: Float64Array;
  readonly needed: Float64Array;
}

/** Counts what is needed of each pack, by the index, and of the loose objects. Reads no pack. */
export async function takeCensus(
  {
    indexDb,
    loose,
    marks,
  }: { readonly indexDb: Database; readonly loose: LooseObjects; readonly marks: Marks },
  step: Step,
): Promise<Census> {
  // Loose first: folding indexes the pack before it removes the row, so that an object is never missing from both.
  const looseUse = countLoose(loose, marks);
  const packs = readRows(indexDb.prepare<[]>("SELECT no, name, kind, bytes FROM packs ORDER BY no"), {
    no: isCount,
    name: isText,
    kind: isKind,
    bytes: isCount,
  }).all();
  const at = new Map(packs.map(({ no }, index) => [no, index]));
  const frames = readFrames(indexDb, at);
  const objects = new Float64Array(packs.length);
  const needed = new Float64Array(packs.length);
  let found = looseUse.found;
  for await (const rows of packedObjects(indexDb, step)) {
    for (const [id, frame, len] of rows) {
      const pack = frames.pack[frame] ?? -1;
      if (pack < 0) continue;
      const count = marks.count(id);
      objects[pack] = (objects[pack] ?? 0) + 1;
      if (count === 0) continue;
      needed[pack] = (needed[pack] ?? 0) + 1;
      frames.needed[frame] = (frames.needed[frame] ?? 0) + len;
      if (!looseUse.ids.has(id.toString("hex"))) found += count;
    }
  }
  const bytes = neededBytes(frames, packs.length);
  return {
    packs: packs.map(({ name, kind, bytes: size }, index) => ({
      name,
      kind,
      bytes: size,
      objects: objects[index] ?? 0,
      needed: needed[index] ?? 0,
      neededBytes: Math.round(bytes[index] ?? 0),
    })),
    loose: looseUse.use,
    found,
  };
}

/** Yields the objects of the index in pages: raw id, number of the frame, bytes. No statement stays open between two. */
export async function* packedObjects(
  indexDb: Database,
  step: Step,
): AsyncGenerator<readonly (readonly [id: Buffer, frame: number, len: number])[]> {
  const page = readTuples(
    indexDb.prepare<[Buffer]>("SELECT id, frame, len FROM objects WHERE id > ? ORDER BY id LIMIT 2000"),
    isIdBytes,
    isCount,
    isCount,
  );
  for (let last: Buffer | undefined = Buffer.alloc(0); last !== undefined; ) {
    await step();
    const rows: readonly (readonly [Buffer, number, number])[] = page.all(last);
    yield rows;
    last = rows.at(-1)?.[0];
  }
}

function countLoose(loose: LooseObjects, marks: Marks) {
  const ids = new Set<string>();
  let found = 0;
  const use = { objects: 0, bytes: 0, needed: 0, neededBytes: 0 };
  for (const frame of loose.frames()) {
    let [raw, named] = [0, 0];
    for (const { id, len } of frame.objects) {
      use.objects++;
      named += len;
      const count = marks.count(idToBytes(id));
      if (count === 0) continue;
      use.needed++;
      raw += len;
      found += count;
      ids.add(id);
    }
    const stored = loose.stored(frame.row)?.length ?? 0;
    use.bytes += share(stored, named, frame.shape.rawLen);
    use.neededBytes += share(stored, raw, frame.shape.rawLen);
  }
  return { ids, found, use };
}

/** Reads the frames of the index. `packs`: the place of each pack by its number. */
export function readFrames(indexDb: Database, packs: ReadonlyMap<number, number>): FrameTable {
  const size = 1 + Number(indexDb.prepare("SELECT coalesce(max(no), 0) FROM frames").pluck().get());
  const table = {
    pack: new Int32Array(size).fill(-1),
    stored: new Float64Array(size),
    raw: new Float64Array(size),
    needed: new Float64Array(size),
  };
  const page = readTuples(
    indexDb.prepare<[number]>("SELECT no, pack, stored, raw FROM frames WHERE no > ? ORDER BY no LIMIT 5000"),
    isCount,
    isCount,
    isCount,
    isCount,
  );
  for (let last = -1; ; ) {
    const rows = page.all(last);
    for (const [no, pack, stored, raw] of rows) {
      table.pack[no] = packs.get(pack) ?? -1;
      table.stored[no] = stored;
      table.raw[no] = raw;
    }
    const end = rows.at(-1);
    if (end === undefined) return table;
    last = end[0];
  }
}

function neededBytes({ pack, stored, raw, needed }: FrameTable, packs: number): Float64Array {
  const bytes = new Float64Array(packs);
  for (let no = 0; no < pack.length; no++) {
    const at = pack[no] ?? -1;
    if (at >= 0) bytes[at] = (bytes[at] ?? 0) + share(stored[no] ?? 0, needed[no] ?? 0, raw[no] ?? 0);
  }
  return bytes;
}

/** Returns the part of a frame's stored bytes that a part of its raw bytes takes. */
export function share(stored: number, part: number, whole: number): number {
  return whole === 0 ? 0 : stored * Math.min(1, part / whole);
}
