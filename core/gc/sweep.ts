import { asStrataError } from "../errors.ts";
import { idToBytes } from "../ids.ts";
import { foldLoose } from "../objects/fold.ts";
import type { ObjectKind } from "../objects/object-store.ts";
import type { OpenedStore } from "../store/open.ts";
import { dropPack } from "./drop.ts";
import type { PackFate, PlannedPack } from "./pack-plan.ts";
import type { GcPace } from "./progress.ts";
import { repack } from "./repack.ts";
import type { Sections } from "./section.ts";
import type { Survey } from "./survey.ts";

/** How many loose objects are deleted in one section. */
const BATCH = 5000;
/** The bytes of loose frames that hold more than their objects from which these are folded into packs. */
const LOOSE_WASTE = 256 * 1024;

/** What is swept with. */
export interface SweepParts {
  readonly store: OpenedStore;
  readonly sections: Sections;
  readonly survey: Survey;
  readonly pace: GcPace;
}

/** What a sweep did. */
export interface Swept {
  /** Objects that were taken away. */
  objects: number;
  /** Bytes of deleted packs less those of new ones. */
  packBytes: number;
  /** Packs that the system does not let go. */
  readonly stuck: string[];
  /** What was left undone and why, in sentences. */
  readonly notes: string[];
}

/**
 * Takes the objects away that a plan says are not needed. Each is looked at again before it goes: what somebody came to need since
 * the plan was made stays.
 */
export async function sweep(packs: readonly PlannedPack[], parts: SweepParts): Promise<Swept> {
  const swept: Swept = { objects: 0, packBytes: 0, stuck: [], notes: [] };
  await sweepLoose(swept, parts);
  // Dropping comes first: it needs no space, and may make some.
  await dropAll(withFate(packs, "dropped"), swept, parts);
  for (const kind of ["content", "metadata"] satisfies ObjectKind[]) {
    const some = withFate(packs, "rewritten").filter((pack) => pack.kind === kind);
    if (some.length > 0) await rewriteAll(kind, some, swept, parts);
  }
  return swept;
}

function withFate(packs: readonly PlannedPack[], fate: PackFate): PlannedPack[] {
  return packs.filter((pack) => pack.fate === fate);
}

async function sweepLoose(swept: Swept, { store, sections, survey }: SweepParts): Promise<void> {
  const { loose } = store;
  for (let more = true; more; ) {
    more = await sections.run(() => {
      const gone = loose.ids().filter((id) => !survey.marks.has(idToBytes(id)));
      loose.remove(gone.slice(0, BATCH));
      swept.objects += Math.min(gone.length, BATCH);
      return gone.length > BATCH;
    });
  }
  if (loose.unnamedBytes() > LOOSE_WASTE)
    foldLoose({ ...store, folder: store.layout.packs, markFolder: store.layout.folder });
}

async function dropAll(packs: readonly PlannedPack[], swept: Swept, parts: SweepParts): Promise<void> {
  const { store, sections, survey, pace } = parts;
  pace.begin("dropping", packs.length);
  for (const [at, { name, objects, needed }] of packs.entries()) {
    pace.at(at);
    await pace.step();
    const dropped = await dropPack(store, name, { sections, marks: survey.marks });
    if (dropped.status === "dropped") {
      swept.packBytes += dropped.bytes;
      swept.objects += objects - needed;
    }
    if (dropped.status === "stuck") {
      swept.stuck.push(name);
      swept.notes.push(
        `The pack ${name} could not be deleted and is tried again next time: ${dropped.reason}`,
      );
    }
  }
}

async function rewriteAll(
  kind: ObjectKind,
  packs: readonly PlannedPack[],
  swept: Swept,
  parts: SweepParts,
): Promise<void> {
  const { store, survey, pace } = parts;
  const byName = new Map(packs.map((pack) => [pack.name, pack]));
  pace.begin("rewriting", packs.length);
  let done = 0;
  try {
    for await (const step of repack(store, kind, [...byName.keys()], {
      marks: survey.marks,
      step: pace.step,
    })) {
      swept.packBytes -= step.writtenBytes;
      for (const name of step.damaged)
        swept.notes.push(`The pack ${name} has damaged objects and stays as it is.`);
      await dropAll(
        step.emptied.flatMap((name) => byName.get(name) ?? []),
        swept,
        parts,
      );
      done += step.emptied.length + step.damaged.length;
      pace.begin("rewriting", packs.length);
      pace.at(done);
    }
  } catch (thrown) {
    if (asStrataError(thrown).code !== "DiskFull") throw thrown;
    swept.notes.push(
      "The disk is too full to rewrite packs that are needed in part; run it again when there is some room.",
    );
  }
}
