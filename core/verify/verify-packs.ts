import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { type PackFrame, packContents, readStored } from "./pack-contents.ts";
import { allDamaged, examineFrame } from "./verify-frame.ts";
import { PackLeads, type PackList, reportUnknown, verifyIndexRows } from "./verify-index.ts";
import { type ObjectsCheck, recordFrame } from "./verify-objects.ts";
import type { ProblemNo } from "./verify-report.ts";

/** Reads every frame of every pack, or quickly only their directories, and compares it with the index. */
export async function verifyPacks(check: ObjectsCheck, packs: PackList): Promise<void> {
  const { pace, problems } = check;
  const lost = new Map<string, ProblemNo>();
  for (const name of packs.entered.keys()) {
    if (packs.sizes.has(name)) continue;
    check.damage.lost(name);
    lost.set(
      name,
      problems.add({ code: "CorruptPack", message: `The pack ${name} is missing.`, pack: name }),
    );
  }
  for (const [name, size] of packs.sizes) {
    await pace.pass();
    check.damage.pack(name, size);
    const problem = await verifyPack(check, name, size, packs.entered.get(name)?.bytes);
    if (problem !== undefined) lost.set(name, problem);
    else check.tally.packs++;
  }
  reportUnknown(check, packs);
  await verifyIndexRows(check, packs, lost);
}

/** Reads a pack. Returns a problem if none of it can be read. */
async function verifyPack(
  check: ObjectsCheck,
  name: string,
  size: number,
  enteredSize: number | undefined,
): Promise<ProblemNo | undefined> {
  const { problems, pace, folder, depth } = check;
  const path = join(folder, name);
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (thrown) {
    check.damage.closed(name);
    return problems.add({
      code: "CorruptPack",
      message: `The pack ${name} cannot be read: ${reasonOf(thrown)}.`,
      pack: name,
    });
  }
  const examine = (frame: PackFrame) => {
    if (depth === "full") return examineFrame(frame, () => readStored(fd, frame));
    return frame.offset + frame.storedLen > size ? allDamaged(frame, "its pack is cut short") : undefined;
  };
  try {
    const { frames, leads } = contentsOf(check, name, path);
    if (enteredSize !== undefined && enteredSize !== size && leads !== undefined) {
      const message = `index.db says that the pack ${name} has ${enteredSize} bytes, but it has ${size}.`;
      problems.add({ code: "DatabaseDamaged", message, pack: name, database: "index.db" });
    }
    for (const frame of frames) {
      await pace.pass();
      recordFrame(check, frame, {
        pack: name,
        examine: () => examine(frame),
        leadTo: (object) => leads?.to(frame, object) ?? "here",
      });
      pace.advance(frame.storedLen);
    }
  } finally {
    closeSync(fd);
  }
  return undefined;
}

/** Returns the frames of a pack, and how the index leads to their objects; undefined if they come from the index itself. */
function contentsOf(check: ObjectsCheck, name: string, path: string) {
  const { frames, source, reason } = packContents(check.indexDb, name, path);
  if (reason !== undefined) {
    check.damage.unlisted(name);
    const message = `The directory of the pack ${name} is damaged: ${reason}.`;
    check.problems.add({ code: "CorruptPack", message, pack: name });
  }
  return { frames, leads: source === "index" ? undefined : new PackLeads(check.indexDb, name, frames) };
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
