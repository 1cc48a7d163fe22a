import type { Random } from "./random.ts";

/** Numbers at the edges of what lengths, counts and tags can be. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  2n,
  0x7fn,
  0xffn,
  0x7fff_ffffn,
  0xffff_ffffn,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];

/** Returns bytes with one to four changes, as of a failing disk or of somebody who means harm. */
export function mutate(original: Uint8Array, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let changes = 1 + random.below(4); changes > 0; changes--) bytes = changed(bytes, random);
  return bytes;
}

function changed(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return random.bytes(1 + random.below(64));
  const at = random.below(bytes.length);
  const length = 1 + random.below(Math.min(64, bytes.length - at));
  switch (random.below(9)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1:
      return bytes.fill(random.of([0, 0xff, 0x2f, 0x2e]), at, at + length);
    case 2:
      return number(bytes, random);
    case 3:
      return bytes.subarray(0, at);
    case 4:
      return Buffer.concat([bytes, random.bytes(length)]);
    case 5:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(length), bytes.subarray(at)]);
    case 6:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 7:
      bytes.copy(bytes, random.below(bytes.length), at, at + length);
      return bytes;
    default:
      random.bytes(length).copy(bytes, at);
      return bytes;
  }
}

function number(bytes: Buffer, random: Random): Buffer {
  const size = random.of([1, 4, 8]);
  if (bytes.length < size) return bytes;
  const at = random.below(bytes.length - size + 1);
  const value = BigInt.asUintN(size * 8, random.of(EDGES));
  if (size === 1) bytes.writeUInt8(Number(value), at);
  else if (size === 4) bytes.writeUInt32LE(Number(value), at);
  else bytes.writeBigUInt64LE(value, at);
  return bytes;
}

/** Returns a text with some changes; it stays UTF-8. */
export function mutateText(text: string, random: Random): string {
  return mutate(Buffer.from(text), random).toString();
}
