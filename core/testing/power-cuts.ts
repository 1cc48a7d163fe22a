import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FileWrites } from "../files/file-writes.ts";
import { IS_WHOLE, SEED, survived } from "./campaign.ts";
import type { WriteCall } from "./faulty-files.ts";
import { temporaryFolder } from "./folders.ts";
import { type Names, PowerLossFileWrites } from "./power-loss.ts";

/** One call in so many is tried, another part each time, unless all of them are. */
const STEP = 5;

/** What a power failure leaves of a store. */
export interface Cut<T> {
  readonly store: string;
  /** What was acknowledged by then. */
  readonly acknowledged: T;
  /** When it was, and what was lost. */
  readonly where: string;
}

/** Some work on a store, and what a power failure may leave of it. */
export interface CutWork<T> {
  /** What it is called in the table of `npm run proof`. */
  readonly name: string;
  /** A store to begin with, which is copied; none: the work makes one. */
  readonly before: string | undefined;
  /** What was acknowledged before. */
  readonly first: T;
  /** Does the work, and says what is acknowledged. */
  readonly work: (store: string, files: FileWrites, acknowledge: (now: T) => void) => Promise<unknown>;
  /** Throws if something is lost. */
  readonly judge: (cut: Cut<T>) => Promise<void>;
}

/**
 * Does some work once, and has judged what a power failure would leave after every write call and at the end: without the bytes that were not synced,
 * with and without the names that were not, and with the index as SQLite wrote it and as it was before the work. Returns the calls.
 */
export async function cutPower<T>(cutWork: CutWork<T>): Promise<WriteCall[]> {
  const { name, before, first, work, judge } = cutWork;
  const root = temporaryFolder();
  const live = join(root, "live");
  if (before !== undefined) cpSync(before, live, { recursive: true });
  const calls: WriteCall[] = [];
  const cuts: Cut<T>[] = [];
  let acknowledged = first;
  const disk = new PowerLossFileWrites((call) => {
    calls.push(call);
    if (IS_WHOLE || (calls.length + SEED) % STEP === 0) cut(`after call ${calls.length} (${call})`);
  });
  function cut(when: string): void {
    for (const names of ["lost", "kept"] satisfies Names[]) {
      const store = join(root, `cut-${cuts.length}`);
      copyStore(live, store);
      disk.fail(names, (path) => path.replace(live, store));
      cuts.push({ store, acknowledged, where: `${when}, names ${names}` });
    }
  }
  await work(live, disk, (now) => {
    acknowledged = now;
  });
  cut("at the end");
  for (const { store, ...cut } of cuts) {
    for (const index of ["kept", "lost"]) {
      const copy = join(root, "copy");
      if (existsSync(store)) cpSync(store, copy, { recursive: true });
      if (index === "lost") takeIndexBack(copy, before);
      await judge({ ...cut, store: copy, where: `${cut.where}, index ${index}` });
      survived("prefixes", name);
      rmSync(copy, { recursive: true, force: true });
    }
    rmSync(store, { recursive: true, force: true });
  }
  return calls;
}

/** What is in the shared memory of SQLite's processes is not on the disk. */
function copyStore(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith("-shm") });
}

/** The index is not synced with every change. */
function takeIndexBack(store: string, before: string | undefined): void {
  for (const suffix of ["", "-wal"]) rmSync(join(store, `index.db${suffix}`), { force: true });
  if (before !== undefined) cpSync(join(before, "index.db"), join(store, "index.db"));
}
