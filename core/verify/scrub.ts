import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../database/database.ts";
import { packContents, readStored } from "./pack-contents.ts";
import type { Scrub } from "./scrub-log.ts";
import { examineFrame } from "./verify-frame.ts";

/** Reads all of a pack and hashes every object. `pass` is awaited before each frame, with its stored bytes. Returns undefined if it is gone. */
export async function scrubPack(
  { indexDb, folder, pack }: { readonly indexDb: Database; readonly folder: string; readonly pack: string },
  pass: (bytes: number) => Promise<void>,
): Promise<Pick<Scrub, "damaged" | "reason"> | undefined> {
  const path = join(folder, pack);
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    return code === "ENOENT" ? undefined : { damaged: 0, reason: `it cannot be read: ${message}` };
  }
  try {
    const { frames, reason } = packContents(indexDb, pack, path);
    let damaged = 0;
    let why: string | undefined;
    for (const frame of frames) {
      await pass(frame.storedLen);
      const damage = examineFrame(frame, () => readStored(fd, frame));
      damaged += damage?.objects.size ?? 0;
      why ??= damage?.reason;
    }
    return { damaged, reason: reason ?? why ?? null };
  } finally {
    closeSync(fd);
  }
}
