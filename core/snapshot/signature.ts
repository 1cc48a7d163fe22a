import type { BigIntStats } from "node:fs";

/**
 * The properties of a file that change whenever its content may have changed: size, mtime and ctime in ns, inode, mode;
 * five little-endian u64. Equal signatures mean an unchanged file, unless the first was taken too soon after a change.
 */
export type Signature = Buffer;

/** Length of a signature in bytes. */
export const SIGNATURE_BYTES = 40;

/**
 * A file with times this close to its reading may change again within the same clock tick. Kernels stamp files every 10
 * ms at worst.
 */
const FINE_TICK_NS = 50_000_000n;
/** The same for file systems that keep times in whole seconds, or two on FAT. */
const COARSE_TICK_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/** Returns the signature of a file from its stat. */
export function signatureOf(stat: BigIntStats): Signature {
  const signature = Buffer.allocUnsafe(SIGNATURE_BYTES);
  signature.writeBigUInt64LE(stat.size, 0);
  // Some times do not fit into 64 bits of nanoseconds; wrapped around, they still show a change.
  signature.writeBigInt64LE(BigInt.asIntN(64, stat.mtimeNs), 8);
  signature.writeBigInt64LE(BigInt.asIntN(64, stat.ctimeNs), 16);
  signature.writeBigUInt64LE(BigInt.asUintN(64, stat.ino), 24);
  signature.writeBigUInt64LE(stat.mode, 32);
  return signature;
}

/** Returns the file size in a signature, in bytes. */
export function sizeIn(signature: Signature): number {
  return Number(signature.readBigUInt64LE(0));
}

/**
 * Returns whether a signature taken when the file was read, at `readAt` (ms since 1970), is safe to compare with later.
 * A file is "racily clean" if a change right after the reading could leave the same times
 * (https://git-scm.com/docs/racy-git).
 */
export function isSettled(signature: Signature, readAt: number): boolean {
  const mtime = signature.readBigInt64LE(8);
  const ctime = signature.readBigInt64LE(16);
  const latest = mtime > ctime ? mtime : ctime;
  const coarse = mtime % SECOND_NS === 0n && ctime % SECOND_NS === 0n;
  return latest + (coarse ? COARSE_TICK_NS : FINE_TICK_NS) < BigInt(Math.floor(readAt)) * 1_000_000n;
}
