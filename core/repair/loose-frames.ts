import { join } from "node:path";
import { inTransaction } from "../database/database.ts";
import { writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { hashId } from "../hash.ts";
import { markDiscarded } from "../objects/discard.ts";
import { isIntact, makeFrame, openFrame } from "../objects/frame.ts";
import type { LooseFrame } from "../objects/loose-objects.ts";
import type { OpenedStore } from "../store/open.ts";

/**
 * Takes a damaged frame out of the database, with whatever objects of it are damaged; the sound ones stay loose. Its stored bytes
 * are kept in `set-aside/` first, with a description of what they were. Returns the names of these files; none if another process took
 * the frame out meanwhile.
 */
export function setFrameAside(
  { db, loose, layout }: Pick<OpenedStore, "db" | "loose" | "layout">,
  row: number,
  files: FileWrites,
): string[] {
  const frame = loose.frames().find((each) => each.row === row);
  const stored = loose.stored(row);
  if (frame === undefined || stored === undefined) return [];
  // Numbers of rows are used again after the database was replaced.
  const name = `frame-${row}-${hashId(stored).slice(0, 16)}`;
  const { kind, shape, objects } = frame;
  const about = { kind, codec: shape.codec, raw: shape.rawLen, objects };
  writeDurably(files, join(layout.setAside, `${name}.bin`), stored);
  writeDurably(
    files,
    join(layout.setAside, `${name}.json`),
    Buffer.from(`${JSON.stringify(about, null, 2)}\n`),
  );
  inTransaction(db, () => {
    markDiscarded(files, layout.folder);
    const sound = soundIn(frame, stored);
    loose.drop([row]);
    loose.add(sound.map(({ id, bytes }) => makeFrame(kind, [{ id, len: bytes.length }], bytes)));
  });
  return [`${name}.bin`, `${name}.json`];
}

function soundIn({ shape, objects }: LooseFrame, stored: Uint8Array) {
  let plaintext: Uint8Array;
  try {
    plaintext = openFrame(shape, stored);
  } catch {
    return [];
  }
  return objects
    .map(({ id, start, len }) => ({ id, bytes: plaintext.subarray(start, start + len) }))
    .filter(({ id, bytes }) => isIntact(id, bytes));
}
