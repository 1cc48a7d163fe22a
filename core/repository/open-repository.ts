import { localActor, type Surface } from "../clock.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { closeToOthers } from "../files/private.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import { DEFAULT_PROFILE, type Profile } from "../profile.ts";
import { requireArrived } from "../store/arriving.ts";
import { readDescription } from "../store/description.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore, type PackSurvey, surveyPacks } from "../store/open.ts";
import { isUnwritable } from "../store/unless-unwritable.ts";
import { StoreThread } from "../threads/store-thread.ts";

/** Options of a repository. */
export interface RepositoryOptions {
  /** The surface that moves labels; the reflog names it. */
  readonly surface: Surface;
  /** The profile of a store that has to be created; an existing store must have the same (`ProfileMismatch`). */
  readonly profile?: Profile | undefined;
  /** Whether a missing store is created; otherwise it throws `NoStore`. Default: true. */
  readonly create?: boolean | undefined;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
}

/** The parts that a repository starts with. */
export interface OpenedRepository {
  /** The store, opened read-only. */
  readonly store: OpenedStore;
  /** The store thread, if opening needed it. */
  readonly thread: StoreThread | undefined;
  readonly reconciliation: Reconciliation;
  /** Whether others could read the store's files until now. */
  readonly wasOpenToOthers: boolean;
}

type Found = Omit<OpenedRepository, "wasOpenToOthers">;

/**
 * Opens a store for {@link Repository}: directly when the index matches the packs, as it mostly does, else with the
 * store thread, which reconciles them first. Makes a store of this user private. On a read-only or full disk, a readable store
 * is opened as it is. Throws as `Repository.open` does.
 */
export async function openRepository(
  folder: string,
  options: RepositoryOptions,
  reload: () => Promise<boolean>,
): Promise<OpenedRepository> {
  requireArrived(layoutOf(folder), nodeFileWrites);
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

/** Starts the store thread. */
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

/** A store opened read-only, and the state of its index. */
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

/** Returns whether the store exists and no profile has to be checked. */
function isReady(folder: string, options: RepositoryOptions): boolean {
  return options.profile === undefined && readDescription(layoutOf(folder)) !== undefined;
}

/** Opens a store read-only; undefined when that fails. The store thread then repairs it or reports why it cannot. */
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
