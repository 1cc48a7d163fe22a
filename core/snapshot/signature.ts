import type { BigIntStats } from "node:fs";

/**
 * What the system says of a file that changes whenever its content may have: size, mtime and ctime in ns, inode, mode; five
 * little-endian u64. Two equal signatures mean an unchanged file, unless the first was taken too soon after a change.
 */
export type Signature = Buffer;

/** Bytes of a signature. */
export const SIGNATURE_BYTES = 40;

/**
 * A file whose times are not older than its reading by so much may change again within the same tick of its clock:
 * generous for kernels that stamp files every 10 ms at worst.
 */
const FINE_TICK_NS = 50_000_000n;
/** The same where times are kept in whole seconds, two on FAT. */
const COARSE_TICK_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;

/** Takes the signature of a file from its stat. */
export function signatureOf(stat: BigIntStats): Signature {
  const signature = Buffer.allocUnsafe(SIGNATURE_BYTES);
  signature.writeBigUInt64LE(stat.size, 0);
  // File systems keep times that 64 bits of nanoseconds do not reach; wrapped around, they still tell a change.
  signature.writeBigInt64LE(BigInt.asIntN(64, stat.mtimeNs), 8);
  signature.writeBigInt64LE(BigInt.asIntN(64, stat.ctimeNs), 16);
  signature.writeBigUInt64LE(BigInt.asUintN(64, stat.ino), 24);
  signature.writeBigUInt64LE(stat.mode, 32);
  return signature;
}

/** Gives the size of the file that a signature is of, in bytes. */
export function sizeIn(signature: Signature): number {
  return Number(signature.readBigUInt64LE(0));
}

/**
 * Tells whether a signature that was taken when the file was read, at `readAt` (ms since 1970), is safe to compare
 * with later. It is not while the file is "racily clean": a change right after the reading could leave the same times
 * (https://git-scm.com/docs/racy-git).
 */
export function isSettled(signature: Signature, readAt: number): boolean {
  const mtime = signature.readBigInt64LE(8);
  const ctime = signature.readBigInt64LE(16);
  const latest = mtime > ctime ? mtime : ctime;
  const coarse = mtime % SECOND_NS === 0n && ctime % SECOND_NS === 0n;
  return latest + (coarse ? COARSE_TICK_NS : FINE_TICK_NS) < BigInt(Math.floor(readAt)) * 1_000_000n;
}
