import type { FrameShape } from "./frame.ts";

/** The place of a frame's stored bytes. */
export type FramePlace =
  | { readonly kind: "pack"; readonly path: string; readonly offset: number; readonly storedLen: number }
  | { readonly kind: "loose"; readonly row: number }
  | { readonly kind: "memory"; readonly stored: Uint8Array };

/** The place of an object: a frame, and the object's part of the frame's plaintext. */
export interface Location {
  readonly place: FramePlace;
  readonly shape: FrameShape;
  readonly start: number;
  readonly len: number;
}
