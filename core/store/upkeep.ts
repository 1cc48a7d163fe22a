import type { Clock } from "../clock.ts";
import { asStrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import { FOLD_THRESHOLD, foldLoose } from "../objects/fold.ts";
import { backupIfDue } from "./backup.ts";
import type { OpenedStore } from "./open.ts";

/**
 * Does the work due after an import or a move, which does not depend on it: the stat cache, the change index, folding of loose
 * objects, the rolling copy. A failing part does not stop the others. Returns the failures, as sentences.
 */
export async function keepUp(
  store: OpenedStore,
  { files, clock }: { readonly files: FileWrites; readonly clock: Clock },
  entry: ReflogEntry | undefined,
  remember?: () => void,
): Promise<string[]> {
  const trouble: string[] = [];
  const attempt = async (what: string, upkeep: () => unknown) => {
    try {
      await upkeep();
    } catch (thrown) {
      trouble.push(`The snapshot is safe, but ${what} failed: ${asStrataError(thrown, what).message}`);
    }
  };
  if (remember !== undefined) await attempt("remembering what was read", remember);
  if (entry === undefined) return trouble;
  const { from, to } = entry;
  if (to !== null && from !== to) {
    await attempt("indexing the changes", () => store.changes.fill(store.nodes, from, to));
  }
  await attempt("folding loose objects", () => {
    if (store.loose.bytes() < FOLD_THRESHOLD) return;
    foldLoose({ ...store, files, folder: store.layout.packs, markFolder: store.layout.folder });
  });
  await attempt("the daily copy of the database", () => backupIfDue(store, clock(), files));
  return trouble;
}
