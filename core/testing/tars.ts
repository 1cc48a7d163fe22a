import { type Header, pack } from "tar-stream";

/** A member of an archive: its header, and the bytes of a file. */
export type Member = Partial<Header> & { readonly name: string; readonly data?: string | Uint8Array };

/** Makes a tar of members, just as they are said to be. */
export async function tarOf(members: readonly Member[]): Promise<Buffer> {
  const packed = pack();
  const pieces: Uint8Array[] = [];
  packed.on("data", (piece) => void pieces.push(piece as Uint8Array));
  const ended = new Promise<void>((resolve, reject) => packed.on("end", resolve).on("error", reject));
  for (const { data, ...header } of members) {
    const bytes = Buffer.from(data ?? "");
    const added = new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      const isEmpty =
        header.type !== undefined && header.type !== "file" && header.type !== "contiguous-file";
      if (isEmpty && data === undefined) packed.entry({ ...header, size: 0 }, done);
      else packed.entry({ ...header, size: bytes.length }, bytes, done);
    });
    await added;
  }
  packed.finalize();
  await ended;
  return Buffer.concat(pieces);
}

/** Returns a tar whose first header has some bytes changed, and the right sum all the same. */
export function withHeader(tar: Buffer, change: (header: Buffer) => void): Buffer {
  const changed = Buffer.from(tar);
  const header = changed.subarray(0, 512);
  change(header);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return changed;
}
