import { createRequire } from "node:module";
import { blake3 as nobleBlake3 } from "@noble/hashes/blake3.js";
import { idFromBytes, type ObjectId } from "./ids.ts";

/** BLAKE3-256 in hash mode: any bytes → 32 bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** Hashes in JavaScript (@noble/hashes, about 20 MB/s). The fallback, and the oracle in tests. */
export const portableHash: Hash = (bytes) => nobleBlake3(bytes);

/** The fastest hash here. The first use finds it: loading a native module takes its time, and many commands hash nothing. */
let hash: Hash = (bytes) => {
  hash = loadNativeHash() ?? portableHash;
  return hash(bytes);
};

/** Returns the id of bytes: their BLAKE3-256. */
export function hashId(bytes: Uint8Array): ObjectId {
  return idFromBytes(hash(bytes));
}

/** Returns the first four bytes of the BLAKE3-256 as a big-endian number, which boundary rules compare to a threshold. */
export function hashPrefix(bytes: Uint8Array): number {
  const digest = hash(bytes);
  return new DataView(digest.buffer, digest.byteOffset, 4).getUint32(0);
}

/** Loads what hashes natively (@napi-rs/blake-hash); undefined on a platform without a binary. */
export function loadNativeHash(): Hash | undefined {
  try {
    const native = createRequire(import.meta.url)("@napi-rs/blake-hash") as { blake3(input: Buffer): Buffer };
    return (bytes) =>
      native.blake3(
        Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      );
  } catch {
    // There is no binary for this platform; the portable implementation is slower but gives the same ids.
    return undefined;
  }
}
