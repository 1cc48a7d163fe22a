import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../database/database.ts";
import {
  type CheckedQuery,
  isCount,
  isIdBytes,
  isText,
  isWhole,
  orNull,
  readRows,
  readTuples,
} from "../database/rows.ts";
import { idFromBytes, idToBytes } from "../ids.ts";
import { FRAME_COLUMNS, PLACE_COLUMNS } from "../objects/frame-rows.ts";
import type { IndexedPack, PackIndex } from "../objects/pack-index.ts";
import { PACK_SUFFIX } from "../objects/pack-writer.ts";
import type { PackFrame } from "./pack-contents.ts";
import type { PlacedObject } from "./verify-frame.ts";
import type { Lead, ObjectsCheck } from "./verify-objects.ts";
import type { ProblemNo } from "./verify-report.ts";

/** The packs in the index, and the sizes of those on disk. */
export interface PackList {
  readonly entered: ReadonlyMap<string, IndexedPack>;
  readonly sizes: ReadonlyMap<string, number>;
}

/** Lists packs. A pack is finished before it is indexed, so that an indexed pack that is not on disk is lost. */
export function listPacks(index: PackIndex, folder: string): PackList {
  const entered = new Map(index.packs().map((pack) => [pack.name, pack]));
  const sizes = new Map<string, number>();
  for (const name of namesIn(folder)) {
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (size !== undefined) sizes.set(name, size);
  }
  return { entered, sizes };
}

/** Finds how the index leads to the objects in a pack's directory. */
export class PackLeads {
  /** The frames that the index describes as the directory does, by their number in the index. */
  readonly #frames = new Map<number, PackFrame>();
  readonly #place: CheckedQuery<[Buffer], readonly [frame: number, start: number, len: number]>;

  constructor(indexDb: Database, pack: string, frames: readonly PackFrame[]) {
    // `PackIndex.locate` gives the same, but joins three tables for each of a million objects.
    this.#place = readTuples(
      indexDb.prepare<[Buffer]>("SELECT frame, start, len FROM objects WHERE id = ?"),
      isWhole,
      isWhole,
      isWhole,
    );
    const byOffset = new Map(frames.map((frame) => [frame.offset, frame]));
    const rows = readRows(
      indexDb.prepare<[string]>(
        `SELECT frames.no, offset, stored, raw, codec
         FROM packs JOIN frames ON frames.pack = packs.no WHERE packs.name = ?`,
      ),
      { no: isCount, ...PLACE_COLUMNS, ...FRAME_COLUMNS },
    );
    for (const { no, offset, stored, raw, codec } of rows.all(pack)) {
      const frame = byOffset.get(offset);
      if (frame === undefined) continue;
      const { storedLen, shape } = frame;
      if (stored === storedLen && raw === shape.rawLen && codec === shape.codec) this.#frames.set(no, frame);
    }
  }

  /** Returns where the index leads to for an object of a frame. */
  to(frame: PackFrame, { id, start, len }: PlacedObject): Lead {
    const row = this.#place.get(idToBytes(id));
    if (row === undefined) return "nowhere";
    return this.#frames.get(row[0]) === frame && row[1] === start && row[2] === len ? "here" : "elsewhere";
  }
}

/** Reports packs that are not in the index, of those that existed before it was read. */
export function reportUnknown({ index, problems, damage }: ObjectsCheck, { sizes }: PackList): void {
  const entered = new Set(index.packs().map(({ name }) => name));
  for (const name of sizes.keys()) {
    if (entered.has(name) || damage.isUnlisted(name)) continue;
    const message = `index.db does not know the pack ${name}.`;
    problems.add({ code: "DatabaseDamaged", message, pack: name, database: "index.db" });
  }
}

/** Checks that every object in the index was read at its place. */
export async function verifyIndexRows(
  { indexDb, census, problems, pace }: ObjectsCheck,
  { entered }: PackList,
  lost: ReadonlyMap<string, ProblemNo>,
): Promise<void> {
  const page = readRows(
    indexDb.prepare<[Buffer]>(`
      SELECT objects.id, packs.name AS pack
      FROM objects LEFT JOIN frames ON frames.no = objects.frame LEFT JOIN packs ON packs.no = frames.pack
      WHERE objects.id > ? ORDER BY objects.id LIMIT 1000`),
    { id: isIdBytes, pack: orNull(isText) },
  );
  let misleading: ProblemNo | undefined;
  for (let last: Buffer | undefined = Buffer.alloc(0); last !== undefined; ) {
    await pace.pass();
    const rows: { id: Buffer; pack: string | null }[] = page.all(last);
    for (const { id: bytes, pack } of rows) {
      const id = idFromBytes(bytes);
      if (census.isReadable(id) || census.problemOf(id) !== undefined) continue;
      const problem = pack === null ? undefined : lost.get(pack);
      if (problem !== undefined) {
        census.addLost(id, problem);
        continue;
      }
      // A pack that was indexed after the others were listed is left to the next verification.
      if (pack !== null && !entered.has(pack)) continue;
      misleading ??= problems.add({
        code: "DatabaseDamaged",
        message: "index.db leads to where objects are not; it has to be made again.",
        database: "index.db",
        id,
      });
      if (census.isIntact(id)) census.addLost(id, misleading);
    }
    last = rows.at(-1)?.id;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(PACK_SUFFIX));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}
