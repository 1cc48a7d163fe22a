import type { ObjectKind } from "../objects/object-store.ts";
import type { PackUse } from "./census.ts";

/** The part of a pack that has to be needed for it to stay as it is. */
const HALF = 0.5;
/** The part of all packs' bytes that may be waste. */
const WASTE = 0.05;
/** A pack below this size is small: many of them are joined. */
const SMALL = 8 * 1024 * 1024;
/** The number of small packs of a kind from which they are joined. */
const MANY = 8;

/** The bytes of a pack beside its frames: header, footer and directory, and the most that the directory has for an object. */
const FRAME_OF_PACK = 68;
const PER_OBJECT = 49;

/** What becomes of a pack. */
export type PackFate = "stays" | "dropped" | "rewritten";

/** A pack and what becomes of it. */
export interface PlannedPack extends PackUse {
  readonly fate: PackFate;
}

/**
 * Returns what becomes of each pack. One of which nothing is needed is dropped. One that is needed by less than half is rewritten, as
 * are others, those with the most waste first, until 5 % of all bytes are waste at most, and small ones if there are many.
 */
export function planPacks(packs: readonly PackUse[]): PlannedPack[] {
  const rewritten = new Set<string>();
  const alive = packs.filter(({ needed }) => needed > 0);
  for (const pack of alive) if (shareOfWaste(pack) > HALF) rewritten.add(pack.name);
  const rest = alive
    .filter(({ name }) => !rewritten.has(name))
    .sort((a, b) => shareOfWaste(b) - shareOfWaste(a));
  let waste = sum(rest, wasteOf);
  const tolerated = WASTE * sum(alive, ({ neededBytes }) => neededBytes);
  for (const pack of rest) {
    if (waste <= tolerated) break;
    waste -= wasteOf(pack);
    rewritten.add(pack.name);
  }
  for (const kind of ["content", "metadata"] satisfies ObjectKind[]) {
    const small = alive.filter((pack) => pack.kind === kind && pack.bytes < SMALL);
    if (small.length >= MANY) for (const { name } of small) rewritten.add(name);
  }
  return packs.map((pack) => ({ ...pack, fate: fateOf(pack, rewritten) }));
}

function fateOf({ name, needed }: PackUse, rewritten: ReadonlySet<string>): PackFate {
  if (needed === 0) return "dropped";
  return rewritten.has(name) ? "rewritten" : "stays";
}

/** Returns the bytes of a pack's frames that nothing needs. */
export function wasteOf({ bytes, neededBytes, objects }: PackUse): number {
  return Math.max(0, bytes - neededBytes - FRAME_OF_PACK - PER_OBJECT * objects);
}

function shareOfWaste(pack: PackUse): number {
  const waste = wasteOf(pack);
  return waste === 0 ? 0 : waste / (waste + pack.neededBytes);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
