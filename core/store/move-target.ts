import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { StrataError } from "../errors.ts";
import { arrivalIn } from "./arriving.ts";
import type { StoreLayout } from "./layout.ts";
import { placeAfter } from "./moved.ts";

/** The name of a file that was being written when the power failed, as the first one of a copy. */
const UNFINISHED = /^tmp-[0-9a-f]{24}$/;

/**
 * Throws if a store cannot move to a folder: `BadInput` for its own place and for one inside of it, `ENOTDIR` for a file, `ENOTEMPTY` for a
 * folder with anything in it but an unfinished copy of this store, or word of where one went that was there.
 */
export function requireTarget(store: StoreLayout, target: StoreLayout): void {
  const [from, to] = [realPath(store.folder), realPath(target.folder)];
  if (from === to)
    throw new StrataError("BadInput", `The store is at ${store.folder} already.`, {
      hint: "Name another folder.",
      data: { folder: target.folder },
    });
  if (to.startsWith(from + sep))
    throw new StrataError("BadInput", `${target.folder} is inside the store's own folder.`, {
      hint: "Name a folder outside of it.",
      data: { folder: target.folder },
    });
  if (!existsSync(target.folder)) return;
  if (!statSync(target.folder).isDirectory())
    throw new StrataError("ENOTDIR", `${target.folder} is a file.`, {
      hint: "Name an empty folder, or one that does not exist yet.",
      data: { path: target.folder },
    });
  if (isCopyOf(from, target)) return;
  const names = readdirSync(target.folder).filter(
    (name) => name !== basename(target.description) && !UNFINISHED.test(name),
  );
  if (names.length === 0 && (!existsSync(target.description) || placeAfter(target) !== undefined)) return;
  throw new StrataError("ENOTEMPTY", `${target.folder} is not empty.`, {
    hint: "Name an empty folder, or one that does not exist yet; nothing in this one was touched.",
    data: { path: target.folder },
  });
}

/** Returns whether a folder holds an unfinished copy of the store in a folder. */
function isCopyOf(from: string, target: StoreLayout): boolean {
  const arrival = arrivalIn(target);
  return arrival !== undefined && arrival.origin.folder !== "" && realPath(arrival.origin.folder) === from;
}

/** Returns a path without links; of one that does not exist yet, the part that does. */
function realPath(path: string): string {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(realPath(dirname(path)), basename(path));
}
