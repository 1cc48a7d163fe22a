import { StrataError } from "../errors.ts";
import { splitReference } from "../labels/split-reference.ts";
import type { Repository } from "../repository/repository.ts";
import { type Location, locate } from "./locate.ts";

/**
 * Finds what a path of a mount is to be like. Nothing there says that the path goes. Throws `ENOENT` where that can only be a
 * slip: at another path, and where the mount has nothing to lose either.
 */
export async function revertSource(
  repository: Repository,
  to: string,
  path: string,
  mount: number,
): Promise<Location> {
  const isWhole = splitReference(to).path === undefined;
  const source = await locate(repository, isWhole ? `${to}:${path}` : to);
  try {
    await repository.stat(source.id, source.path);
  } catch (thrown) {
    if (!(thrown instanceof StrataError && thrown.code === "ENOENT") || source.path !== path) throw thrown;
    if (isWhole) await repository.mounts.read(mount).lstat(path);
  }
  return source;
}
