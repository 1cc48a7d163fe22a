import { randomBytes } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { removeQuietly } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { isRunning } from "../files/running.ts";
import { hashId } from "../hash.ts";

/**
 * The name's parts: whose it is (machine and process), a random number, and a counter. An accent at the end is that of
 * a probe of the disk.
 */
const NAME =
  /^\.strata-tmp-(?:(?<place>[0-9a-f]{8})-(?<pid>[1-9]\d{0,9})-)?[0-9a-f]{16}-\d+(?:-(?:\u00e9|e\u0301))?$/;

/**
 * Returns names for unfinished files in a target, hidden on systems where a dot hides files. Files left by a crash are
 * removed by the next export into the folder, and are never imported.
 */
export class TemporaryNames {
  readonly #stem = `.strata-tmp-${place()}-${process.pid}-${randomBytes(8).toString("hex")}-`;
  #last = 0;

  /** Returns an unused path in a folder. */
  next(folder: { readonly path: string }): string {
    return join(folder.path, this.#stem + ++this.#last);
  }
}

/** Returns whether {@link TemporaryNames} makes such a name, or made it in earlier versions. */
export function isTemporaryName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Removes the temporary files of exports whose processes are gone from a folder. Those of other machines or containers
 * stay, since their processes are not known here. Never fails: files that stay do no harm.
 */
export function sweepLeftOvers(files: FileWrites, folder: string): void {
  for (const name of namesIn(folder)) {
    const { place: madeAt, pid } = NAME.exec(name)?.groups ?? {};
    if (madeAt === place() && !isRunning(Number(pid))) removeQuietly(files, join(folder, name));
  }
}

let known: string | undefined;

/** Returns the space of process ids: this machine, or the container in it. */
function place(): string {
  known ??= hashId(Buffer.from(`${hostname()} ${pidNamespace()}`)).slice(0, 8);
  return known;
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    // Only Linux has them.
    return "";
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
