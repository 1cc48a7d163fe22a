import { existsSync } from "node:fs";
import { join } from "node:path";
import { asStrataError } from "../errors.ts";
import { idToBytes, type ObjectId } from "../ids.ts";
import { readDirectory } from "../objects/reconcile.ts";
import type { OpenedStore } from "../store/open.ts";
import type { Marks } from "./marks.ts";
import type { Sections } from "./section.ts";

/** How many objects leave the index in one section: others wait for it. */
const BATCH = 10_000;

/** What became of a pack that was to be dropped. */
export type Dropped =
  | { readonly status: "dropped"; readonly bytes: number }
  /** Something in it is needed since. */
  | { readonly status: "needed" }
  /** The system does not let the file go; the next collection tries again. */
  | { readonly status: "stuck"; readonly reason: string };

/**
 * Takes a pack out of the index and deletes its file, if no object in it is needed. Its objects leave the index first, a number of
 * them at a time; as soon as one is found to be needed, the rest stays. A crash leaves a pack that is read in again, or none.
 */
export async function dropPack(
  store: OpenedStore,
  name: string,
  { sections, marks }: { readonly sections: Sections; readonly marks: Marks },
): Promise<Dropped> {
  const path = join(store.layout.packs, name);
  const { bytes, directory } = readDirectory(path);
  const ids = directory.frames.flatMap(({ objects }) => objects.map(({ id }) => id));
  const part = (from: number) => ids.slice(from, from + BATCH);
  const forget = (some: readonly ObjectId[]) =>
    store.index.forgetUnless(name, some, (id) => marks.has(idToBytes(id)));
  let from = 0;
  for (; from + BATCH < ids.length; from += BATCH) {
    if (!(await sections.run(() => forget(part(from))))) return { status: "needed" };
  }
  return await sections.run(() => {
    if (!forget(part(from))) return { status: "needed" };
    store.index.forget(name, ids);
    // A removed file takes up room while it is open.
    store.reader.closeFiles();
    try {
      store.files.remove(path);
    } catch (thrown) {
      if (existsSync(path))
        return { status: "stuck", reason: asStrataError(thrown, "deleting a pack").message };
    }
    // Another process may just have read it in.
    store.index.forget(name, ids);
    return { status: "dropped", bytes };
  });
}
