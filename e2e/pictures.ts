import { crc32, deflateSync } from "node:zlib";

/** The picture of each side of a merge: one colour each. */
export const PICTURES = {
  base: pictureOf(128, 128, 128),
  ours: pictureOf(192, 80, 32),
  theirs: pictureOf(32, 96, 192),
};

/** Makes a PNG of 48 × 32 pixels of one colour. */
function pictureOf(red: number, green: number, blue: number): Buffer {
  const [width, height] = [48, 32];
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const row = [0, ...Array.from({ length: width }, () => [red, green, blue]).flat()];
  const pixels = Buffer.from(Array.from({ length: height }, () => row).flat());
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
