import type { Database } from "../database/database.ts";
import type { LooseObjects } from "../objects/loose-objects.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { PackIndex } from "../objects/pack-index.ts";
import type { ObjectCensus } from "./verify-census.ts";
import type { DamageList } from "./verify-damage.ts";
import { examineFrame, type FrameDamage, type PlacedFrame, type PlacedObject } from "./verify-frame.ts";
import type { Pace } from "./verify-pace.ts";
import type { Depth, ProblemList } from "./verify-report.ts";

/** The parts of a store that reading its objects needs, and the results it adds to. */
export interface ObjectsCheck {
  readonly index: PackIndex;
  readonly indexDb: Database;
  readonly loose: LooseObjects;
  /** The folder of the packs. */
  readonly folder: string;
  readonly depth: Depth;
  readonly census: ObjectCensus;
  readonly problems: ProblemList;
  readonly damage: DamageList;
  readonly pace: Pace;
  readonly tally: ObjectsTally;
}

/** The objects read so far. */
export interface ObjectsTally {
  packs: number;
  objects: number;
  bytes: number;
}

/** Where the store finds an object of a frame: here, elsewhere, or nowhere. */
export type Lead = "here" | "elsewhere" | "nowhere";

/**
 * Reads every loose object; quickly, only where they are. Loose objects come before packs, since the store looks for them there
 * first.
 */
export async function verifyLoose(check: ObjectsCheck): Promise<void> {
  for (const frame of check.loose.frames()) {
    await check.pace.pass();
    if (check.depth === "quick") {
      recordFrame(check, frame, { row: frame.row, examine: () => undefined, leadTo: () => "here" });
      continue;
    }
    const stored = check.loose.stored(frame.row);
    // The frame was folded meanwhile: its objects are in a pack that is read later.
    if (stored === undefined) continue;
    recordFrame(check, frame, {
      row: frame.row,
      examine: () => examineFrame(frame, () => stored),
      leadTo: () => "here",
    });
    check.pace.advance(stored.length);
  }
}

/** Examines a frame and records for each of its objects whether the store can read it. */
export function recordFrame(
  { census, problems, tally, damage: damages }: ObjectsCheck,
  frame: PlacedFrame,
  from: ({ pack: string } | { row: number }) & {
    examine: () => FrameDamage | undefined;
    leadTo: (object: PlacedObject) => Lead;
  },
): void {
  const damage = from.examine();
  const damaged = damage?.objects.size ?? 0;
  damages.frame(from, frame.objects.length - damaged, damaged);
  tally.objects += frame.objects.length;
  for (const object of frame.objects) {
    if (damage?.objects.has(object.id)) continue;
    tally.bytes += object.len;
    census.addIntact(object.id, object.len, from.leadTo(object) === "here");
  }
  const [id] = damage?.objects ?? [];
  if (damage === undefined || id === undefined) return;
  const others = damage.objects.size - 1;
  const { code, message } = corruptObject(id, damage.reason);
  const problem = problems.add({
    code,
    message: others === 0 ? message : `${message.slice(0, -1)}; ${others} more in its frame are.`,
    id,
    ...("pack" in from && { pack: from.pack }),
  });
  for (const object of frame.objects) {
    // A damaged copy that the store never reads does no harm.
    if (damage.objects.has(object.id) && from.leadTo(object) !== "elsewhere")
      census.addLost(object.id, problem);
  }
}
