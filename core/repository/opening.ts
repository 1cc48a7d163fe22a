import { localActor, type Surface } from "../clock.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { closeToOthers } from "../files/private.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import { DEFAULT_PROFILE, type Profile } from "../profile.ts";
import { readDescription } from "../store/description.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore, type PackSurvey, surveyPacks } from "../store/open.ts";
import { isUnwritable } from "../store/unless-unwritable.ts";
import { StoreThread } from "../threads/store-thread.ts";

/** How a repository is opened. */
export interface RepositoryOptions {
  /** Through what its moves are made; the reflog names it. */
  readonly surface: Surface;
  /** The profile of a store that has to be created; with it, one that exists must have just that (`ProfileMismatch`). */
  readonly profile?: Profile | undefined;
  /** Whether a store is created where there is none; `NoStore` otherwise. Default: true. */
  readonly create?: boolean | undefined;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
}

/** The parts that a repository starts with. */
export interface Opening {
  /** Opened to read. */
  readonly store: OpenedStore;
  /** The thread that writes, when opening needed it. */
  readonly thread: StoreThread | undefined;
  readonly reconciliation: Reconciliation;
  /** Whether others could read the store's files until now. */
  readonly wasOpenToOthers: boolean;
}

type Found = Omit<Opening, "wasOpenToOthers">;

/**
 * Opens a store for {@link Repository}: by itself when the index is in line with the packs, as it mostly is, else with a
 * thread that sees to it first. One of this user's is closed to others. Where nobody may write, or nothing has room, what can be
 * read is opened as it is. Throws as `Repository.open` does.
 */
export async function openRepository(
  folder: string,
  options: RepositoryOptions,
  reload: () => Promise<boolean>,
): Promise<Opening> {
  // A folder without a store is not ours to change.
  const wasOpenToOthers = readDescription(layoutOf(folder)) !== undefined && closeToOthers(folder);
  return { ...(await openAsFound(folder, options, reload)), wasOpenToOthers };
}

async function openAsFound(
  folder: string,
  options: RepositoryOptions,
  reload: () => Promise<boolean>,
): Promise<Found> {
  const read = () => readStore(folder, options, reload);
  const ready = isReady(folder, options) ? tryRead(read) : undefined;
  if (ready !== undefined && isInLine(ready.survey)) return asItIs(ready);
  ready?.store.close();
  const thread = startStoreThread(folder, options);
  try {
    const { reconciliation } = await thread.run("open", undefined);
    return { store: read(), thread, reconciliation };
  } catch (thrown) {
    await thread.close().catch(() => undefined);
    const error = asStrataError(thrown, "opening the store");
    const readable = isUnwritable(error) ? tryRead(read) : undefined;
    if (readable !== undefined) return asItIs(readable);
    throw error;
  }
}

/** Starts the thread that writes to a store. */
export function startStoreThread(folder: string, options: RepositoryOptions): StoreThread {
  return new StoreThread({
    folder,
    profile: options.profile ?? DEFAULT_PROFILE,
    exactProfile: options.profile !== undefined,
    create: options.create ?? true,
    lockWait: options.lockWait,
    surface: options.surface,
  });
}

/** A store that is open to read, and how its index was found. */
interface Readable {
  readonly store: OpenedStore;
  readonly survey: PackSurvey;
}

function readStore(folder: string, options: RepositoryOptions, reload: () => Promise<boolean>): OpenedStore {
  return openStore(layoutOf(folder), {
    readonly: true,
    lockWait: options.lockWait,
    clock: Date.now,
    actor: localActor(options.surface),
    files: nodeFileWrites,
    reload,
  });
}

/** Tells whether there is a store that need not be created nor compared with a wanted profile. */
function isReady(folder: string, options: RepositoryOptions): boolean {
  return options.profile === undefined && readDescription(layoutOf(folder)) !== undefined;
}

/** Opens a store to read; undefined when that fails. Why, the thread will say that cannot mend it either. */
function tryRead(read: () => OpenedStore): Readable | undefined {
  let store: OpenedStore | undefined;
  try {
    store = read();
    return { store, survey: surveyPacks(store) };
  } catch (thrown) {
    store?.close();
    if (thrown instanceof StrataError && thrown.code === "StoreTooNew") throw thrown;
    return undefined;
  }
}

function isInLine({ unknown, missing }: PackSurvey): boolean {
  return unknown.length === 0 && missing.length === 0;
}

function asItIs({ store, survey }: Readable): Found {
  const { unknown, missing, damaged } = survey;
  const unread = unknown.map((name) => ({
    name,
    reason: "the index does not know it, and cannot be written to",
  }));
  return {
    store,
    thread: undefined,
    reconciliation: { added: 0, missing, damaged: [...damaged, ...unread] },
  };
}
