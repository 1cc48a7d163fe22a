import { cancelled } from "../errors.ts";

/** The number of bytes that are sent at once. */
const PIECE = 1024 * 1024;

/**
 * Sends a stream to another thread in pieces of a moderate size, each when the last one was taken. Throws `Cancelled`, and what
 * `bytes` and `send` throw.
 */
export async function sendPieces(
  bytes: AsyncIterable<Uint8Array>,
  send: (piece: Uint8Array) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  const flush = async () => {
    if (signal?.aborted) throw cancelled();
    // Copied, since a slice would take its whole buffer to the other thread.
    const piece = Uint8Array.from(
      gathered.length === 1 ? (gathered[0] ?? []) : Buffer.concat(gathered, length),
    );
    [gathered, length] = [[], 0];
    await send(piece);
  };
  for await (const given of bytes) {
    for (let at = 0; at < given.length; ) {
      const part = given.subarray(at, at + PIECE - length);
      gathered.push(part);
      length += part.length;
      at += part.length;
      if (length === PIECE) await flush();
    }
  }
  if (length > 0) await flush();
}
