import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { ObjectId } from "../ids.ts";
import type { PackedFrame } from "../objects/pack-format.ts";
import { readDirectory } from "../objects/reconcile.ts";
import { allDamaged, examineFrame } from "./verify-frame.ts";
import {
  indexedFrames,
  type PackFrame,
  PackLeads,
  type PackList,
  reportUnknown,
  verifyIndexRows,
} from "./verify-index.ts";
import { type ObjectsCheck, recordFrame } from "./verify-objects.ts";
import type { ProblemNo } from "./verify-report.ts";

/** The contents of a pack, before its frames are read. */
interface PackContents {
  readonly frames: readonly PackFrame[];
  /** How the index leads to its objects; undefined if the contents come from the index itself. */
  readonly leads: PackLeads | undefined;
}

/** Reads every frame of every pack, or quickly only their directories, and compares it with the index. */
export async function verifyPacks(check: ObjectsCheck, packs: PackList): Promise<void> {
  const { pace, problems } = check;
  const lost = new Map<string, ProblemNo>();
  for (const name of packs.entered.keys()) {
    if (packs.sizes.has(name)) continue;
    lost.set(
      name,
      problems.add({ code: "CorruptPack", message: `The pack ${name} is missing.`, pack: name }),
    );
  }
  for (const [name, size] of packs.sizes) {
    await pace.pass();
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
      problems.add({ code: "DatabaseDamaged", message, pack: name });
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

/** Returns the contents of a pack by its directory, or by the index if the directory is lost. */
function contentsOf(check: ObjectsCheck, name: string, path: string): PackContents {
  let frames: PackFrame[];
  try {
    frames = readDirectory(path).directory.frames.map(placed);
  } catch (thrown) {
    check.problems.add({
      code: "CorruptPack",
      message: `The directory of the pack ${name} is damaged: ${reasonOf(thrown)}.`,
      pack: name,
    });
    return { frames: indexedFrames(check, name), leads: undefined };
  }
  return { frames, leads: new PackLeads(check.indexDb, name, frames) };
}

function placed({ offset, storedLen, codec, rawLen, objects }: PackedFrame): PackFrame {
  let start = 0;
  const within = (object: { id: ObjectId; len: number }) => {
    const at = start;
    start += object.len;
    return { id: object.id, start: at, len: object.len };
  };
  return { offset, storedLen, shape: { codec, rawLen }, objects: objects.map(within) };
}

function readStored(fd: number, { offset, storedLen }: PackFrame): Buffer {
  const bytes = Buffer.allocUnsafeSlow(storedLen);
  for (let done = 0; done < storedLen; ) {
    const read = readSync(fd, bytes, done, storedLen - done, offset + done);
    if (read === 0) throw new Error("its pack is cut short");
    done += read;
  }
  return bytes;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
