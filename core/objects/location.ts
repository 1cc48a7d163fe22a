import type { FrameShape } from "./frame.ts";

/** Where a frame's stored bytes are. */
export type FramePlace =
  | { readonly kind: "pack"; readonly path: string; readonly offset: number; readonly storedLen: number }
  | { readonly kind: "loose"; readonly row: number }
  | { readonly kind: "memory"; readonly stored: Uint8Array };

/** Where an object is: a frame, and its part of the frame's plaintext. */
export interface Location {
  readonly place: FramePlace;
  readonly shape: FrameShape;
  readonly start: number;
  readonly len: number;
}
