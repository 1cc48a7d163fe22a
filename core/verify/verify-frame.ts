import type { ObjectId } from "../ids.ts";
import { type FrameShape, isIntact, openFrame } from "../objects/frame.ts";

/** An object and its part of a frame's plaintext. */
export interface PlacedObject {
  readonly id: ObjectId;
  readonly start: number;
  readonly len: number;
}

/** A frame as a directory, an index or a table describes it. */
export interface PlacedFrame {
  readonly shape: FrameShape;
  readonly objects: readonly PlacedObject[];
}

/** The damage of a frame: some of its objects, or all of them. */
export interface FrameDamage {
  readonly reason: string;
  readonly objects: ReadonlySet<ObjectId>;
}

/** Returns the damage of a frame none of whose objects can be read. */
export function allDamaged({ objects }: Pick<PlacedFrame, "objects">, reason: string): FrameDamage {
  return { reason, objects: new Set(objects.map(({ id }) => id)) };
}

/** Opens a frame and hashes each object in it. Returns what is wrong. `read` returns the stored bytes, or throws. */
export function examineFrame(
  { shape, objects }: PlacedFrame,
  read: () => Uint8Array,
): FrameDamage | undefined {
  let plaintext: Uint8Array;
  try {
    plaintext = openFrame(shape, read());
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return allDamaged({ objects }, reason);
  }
  const damaged = objects.filter(
    ({ id, start, len }) =>
      start + len > plaintext.length || !isIntact(id, plaintext.subarray(start, start + len)),
  );
  if (damaged.length === 0) return undefined;
  return { reason: "its bytes do not match its id", objects: new Set(damaged.map(({ id }) => id)) };
}
