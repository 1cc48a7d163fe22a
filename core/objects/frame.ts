import zstd from "zstd-napi/binding.js";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { MAX_OBJECT } from "../profile.ts";
import type { ObjectKind } from "./object-store.ts";

/** How a frame's bytes are stored: raw, or as one Zstandard frame (RFC 8878). */
export type Codec = "raw" | "zstd";

/** An object of a frame. The objects follow each other in the frame's plaintext in this order. */
export interface FrameObject {
  readonly id: ObjectId;
  /** Length in plaintext bytes. */
  readonly len: number;
}

/** A frame without its bytes. */
export interface FrameShape {
  readonly codec: Codec;
  /** Length of all objects together, in plaintext bytes. */
  readonly rawLen: number;
}

/** Objects that are compressed and stored together: the unit of packs and of the loose table. */
export interface Frame extends FrameShape {
  readonly kind: ObjectKind;
  readonly objects: readonly FrameObject[];
  readonly stored: Uint8Array;
}

/** The size in plaintext bytes at which a frame of small objects is closed. */
export const FRAME_TARGET = 256 * 1024;

/** Maximum plaintext size of a frame: a group just below the target, and one object of the largest size. */
export const MAX_FRAME = MAX_OBJECT + FRAME_TARGET;

const LEVEL = 3;

let compressor: zstd.CCtx | undefined;
let decompressor: zstd.DCtx | undefined;
let scratch = Buffer.alloc(0);

/** Compresses objects into a frame. A frame that does not shrink is stored raw. The frame owns its bytes. */
export function makeFrame(kind: ObjectKind, objects: readonly FrameObject[], plaintext: Uint8Array): Frame {
  if (compressor === undefined) {
    compressor = new zstd.CCtx();
    compressor.setParameter(zstd.CParameter.compressionLevel, LEVEL);
  }
  const bound = zstd.compressBound(plaintext.length);
  if (scratch.length < bound) scratch = Buffer.alloc(bound);
  const length = compressor.compress2(scratch, plaintext);
  const shrinks = length < plaintext.length;
  return {
    kind,
    objects,
    codec: shrinks ? "zstd" : "raw",
    rawLen: plaintext.length,
    stored: Uint8Array.from(shrinks ? scratch.subarray(0, length) : plaintext),
  };
}

/**
 * Returns a frame's plaintext. The sizes come from an index and are checked against the bytes. Throws a plain `Error`
 * that says what is wrong; the caller knows which object it wanted.
 */
export function openFrame(shape: FrameShape, stored: Uint8Array): Uint8Array {
  if (shape.rawLen > MAX_FRAME) throw new Error(`a frame of ${shape.rawLen} bytes is larger than any can be`);
  if (shape.codec === "raw") {
    if (stored.length !== shape.rawLen) throw new Error("a frame has another length than its directory says");
    return stored;
  }
  decompressor ??= new zstd.DCtx();
  const plaintext = Buffer.allocUnsafeSlow(shape.rawLen);
  // The destination limits the output, whatever a damaged or hostile header claims.
  const length = decompressor.decompress(plaintext, stored);
  if (length !== shape.rawLen) throw new Error("a frame has another length than its directory says");
  return plaintext;
}

/** Groups small objects of one kind into frames of about {@link FRAME_TARGET}. A large object is a frame of its own. */
export class FrameBuilder {
  readonly #kind: ObjectKind;
  readonly #emit: (frame: Frame) => void;
  #objects: FrameObject[] = [];
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(kind: ObjectKind, emit: (frame: Frame) => void) {
    this.#kind = kind;
    this.#emit = emit;
  }

  /** Adds an object. Its bytes must not change until its frame is emitted. */
  add(id: ObjectId, bytes: Uint8Array): void {
    // Metadata is read node by node, so every node is a frame of its own.
    if (this.#kind === "metadata" || bytes.length >= FRAME_TARGET) {
      this.#emit(makeFrame(this.#kind, [{ id, len: bytes.length }], bytes));
      return;
    }
    if (this.#bytes + bytes.length > FRAME_TARGET) this.close();
    this.#objects.push({ id, len: bytes.length });
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Emits the last frame, if it has any objects. */
  close(): void {
    if (this.#objects.length === 0) return;
    this.#emit(makeFrame(this.#kind, this.#objects, Buffer.concat(this.#parts, this.#bytes)));
    this.#objects = [];
    this.#parts = [];
    this.#bytes = 0;
  }
}

/** Returns whether bytes match an id. */
export function isIntact(id: ObjectId, bytes: Uint8Array): boolean {
  return hashId(bytes) === id;
}
