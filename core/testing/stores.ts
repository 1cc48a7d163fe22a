import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { DEFAULT_PROFILE, type Profile } from "../profile.ts";
import { ensureStore } from "../store/create.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore, tidy } from "../store/open.ts";

/** Returns a clock that starts at a fixed time and advances by a second per call. */
export function steadyClock(begin = Date.UTC(2026, 0, 1)): () => number {
  let now = begin;
  return () => (now += 1000);
}

/** Opens the store in a folder for writing, and creates it if it is missing. */
export function openTestStore(
  folder: string,
  profile: Profile = DEFAULT_PROFILE,
  files: FileWrites = nodeFileWrites,
): OpenedStore {
  const layout = layoutOf(folder);
  ensureStore(layout, { profile, exactly: true, create: true }, nodeFileWrites);
  const store = openStore(layout, {
    readonly: false,
    clock: steadyClock(),
    actor: "tester@host (cli)",
    files,
  });
  tidy(store, Date.now());
  return store;
}
