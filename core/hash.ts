import { createRequire } from "node:module";
import { blake3 as nobleBlake3 } from "@noble/hashes/blake3.js";
import { idFromBytes, type ObjectId } from "./ids.ts";

/** BLAKE3-256 in hash mode: any bytes → 32 bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** The portable implementation (@noble/hashes, about 20 MB/s): the fallback, and the oracle in tests. */
export const portableHash: Hash = (bytes) => nobleBlake3(bytes);

/** The native implementation (@napi-rs/blake-hash), or undefined on a platform that it has no binary for. */
export const nativeHash: Hash | undefined = loadNative();

const hash = nativeHash ?? portableHash;

/** Names bytes: their BLAKE3-256 as an id. */
export function hashId(bytes: Uint8Array): ObjectId {
  return idFromBytes(hash(bytes));
}

/** Gives the first four bytes of the BLAKE3-256, read big-endian: the die that boundary rules roll. */
export function hashPrefix(bytes: Uint8Array): number {
  const digest = hash(bytes);
  return new DataView(digest.buffer, digest.byteOffset, 4).getUint32(0);
}

function loadNative(): Hash | undefined {
  try {
    const native = createRequire(import.meta.url)("@napi-rs/blake-hash") as { blake3(input: Buffer): Buffer };
    return (bytes) =>
      native.blake3(
        Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      );
  } catch {
    // No binary for this platform: everything works with the portable one, only slower.
    return undefined;
  }
}
