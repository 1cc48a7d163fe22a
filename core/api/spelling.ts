import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { folderStart } from "../manifest/path.ts";
import type { Repository } from "../repository/repository.ts";

/**
 * Returns a path as a snapshot spells it: as it is where there is such a path, else the one path whose names differ from it only in
 * how accents are encoded (NFC as most systems write them, NFD as macOS once did); as it is where there is none. Throws `ENOENT`
 * where several are meant, and names them.
 */
export async function spelledPath(repository: Repository, id: SnapshotId, path: string): Promise<string> {
  if (isAscii(path) || (await isInSnapshot(repository, id, path))) return path;
  let found = [""];
  for (const name of path.split("/")) {
    const next: string[] = [];
    for (const folder of found) next.push(...(await childrenNamed(repository, id, folder, name)));
    found = next;
  }
  if (found.length <= 1) return found[0] ?? path;
  throw new StrataError(
    "ENOENT",
    `There is no ${escaped(path)} in that snapshot, but several that look the same.`,
    {
      hint: `Write one of them byte for byte, as \\u escapes show it: ${found.map(escaped).join(", ")}.`,
      data: { id, path, candidates: found },
    },
  );
}

/** Returns text in the Unicode normal form in which names are compared. */
export function normalForm(text: string): string {
  return isAscii(text) ? text : text.normalize("NFC");
}

async function childrenNamed(
  repository: Repository,
  id: SnapshotId,
  folder: string,
  name: string,
): Promise<string[]> {
  if (!(await repository.hasFolder(id, folder))) return [];
  const start = folderStart(folder).length;
  const paths = (await repository.list(id, folder)).map(({ path }) => path);
  return paths.filter((path) => normalForm(path.slice(start)) === normalForm(name));
}

/** Returns whether a snapshot has something at a path. */
export async function isInSnapshot(repository: Repository, id: SnapshotId, path: string): Promise<boolean> {
  try {
    await repository.stat(id, path);
    return true;
  } catch (thrown) {
    if (thrown instanceof StrataError && thrown.code === "ENOENT") return false;
    throw thrown;
  }
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

function escaped(path: string): string {
  const escapeOf = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(path).replace(/[^ -~]/g, escapeOf);
}
