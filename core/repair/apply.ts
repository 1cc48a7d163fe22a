import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { inTransaction } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { PRIVATE_FOLDER } from "../files/private.ts";
import { discardQuietly, markDiscarded } from "../objects/discard.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { OpenedStore } from "../store/open.ts";
import { TimeSlice } from "../time-slice.ts";
import { copySound } from "./copy-sound.ts";
import { setFrameAside } from "./loose-frames.ts";
import type { RepairPlan, RepairStep } from "./plan.ts";

/** Parts and options of {@link applyRepair}. */
export interface RepairContext {
  readonly files: FileWrites;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  /** Called with the number of steps done so far, and of all. */
  readonly onStep: (done: number, total: number) => void;
  /** Brings the index in line with the packs. */
  reload(): unknown;
}

/** The result of a repair. */
export interface Repaired {
  /** New packs with the sound objects of damaged ones. */
  readonly newPacks: readonly string[];
  /** Names in `set-aside/`. */
  readonly setAside: readonly string[];
  readonly isIndexRebuilt: boolean;
}

type Step<D extends RepairStep["do"]> = Extract<RepairStep, { do: D }>;

/**
 * Carries out a plan, except for restoring the database, which needs the store to be closed. Deletes nothing: what is damaged is moved
 * to `set-aside/`. At each moment every object that was readable before still is; interrupted, the store opens and can be repaired
 * again. Throws `Cancelled`, `DiskFull`.
 */
export async function applyRepair(
  store: OpenedStore,
  { steps }: Pick<RepairPlan, "steps">,
  context: RepairContext,
): Promise<Repaired> {
  const { layout, db, indexDb } = store;
  const { files, signal, gate, onStep } = context;
  const packs = steps.filter((step): step is Step<"set-aside-pack"> => step.do === "set-aside-pack");
  const frames = steps.filter((step): step is Step<"set-aside-frame"> => step.do === "set-aside-frame");
  const slice = new TimeSlice(signal, { gate });
  const setAside: string[] = [];
  const newPacks: string[] = [];
  if (packs.length + frames.length > 0) makeSetAside(layout.setAside, layout.folder, files);
  const damaged = packs.map(({ pack }) => pack).filter((pack) => existsSync(join(layout.packs, pack)));
  const all = damaged.length + frames.length;
  let done = 0;
  try {
    for (const pack of damaged) {
      const name = await copySound(pack, { indexDb, folder: layout.packs, files, slice });
      if (name !== undefined) newPacks.push(name);
      onStep(++done, all);
    }
    await slice.end();
  } catch (thrown) {
    // What was copied is where it was, too.
    const { index, makeRoom } = store;
    discardQuietly({ db, index, folder: layout.packs, markFolder: layout.folder, files, makeRoom }, newPacks);
    throw thrown;
  }
  if (damaged.length > 0) {
    // Windows moves no file that is open.
    store.reader.closeFiles();
    inTransaction(db, () => {
      markDiscarded(files, layout.folder);
      for (const pack of damaged) {
        const name = freeName(layout.setAside, pack);
        files.rename(join(layout.packs, pack), join(layout.setAside, name));
        setAside.push(name);
      }
      files.syncFolder(layout.setAside);
      files.syncFolder(layout.packs);
    });
  }
  for (const { frame } of frames) {
    await slice.step();
    setAside.push(...setFrameAside(store, frame, files));
    onStep(++done, all);
  }
  const isIndexRebuilt = steps.some((step) => step.do === "rebuild-index") && store.mendIndex(true);
  context.reload();
  return { newPacks, setAside, isIndexRebuilt };
}

/** A file that was set aside before stays as it is. */
function freeName(folder: string, name: string): string {
  let free = name;
  for (let again = 2; existsSync(join(folder, free)); again++) free = `${name}-${again}`;
  return free;
}

function makeSetAside(folder: string, parent: string, files: FileWrites): void {
  if (existsSync(folder)) return;
  files.makeFolder(folder, PRIVATE_FOLDER);
  files.syncFolder(parent);
}
