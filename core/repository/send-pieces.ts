import { cancelled } from "../errors.ts";

/** The number of bytes that are sent at once. */
const PIECE = 256 * 1024;

/**
 * Sends a stream to another thread in pieces of a moderate size, each when the last one was taken. `send` must have copied a piece, as
 * a message to a thread does, when it resolves. Throws `Cancelled`, and what `bytes` and `send` throw.
 */
export async function sendPieces(
  bytes: AsyncIterable<Uint8Array>,
  send: (piece: Uint8Array) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const piece = new Uint8Array(PIECE);
  let filled = 0;
  const flush = async () => {
    if (signal?.aborted) throw cancelled();
    // A part of it would be sent with all of it.
    await send(filled === PIECE ? piece : piece.slice(0, filled));
    filled = 0;
  };
  for await (const given of bytes) {
    for (let at = 0; at < given.length; ) {
      const part = given.subarray(at, at + PIECE - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === PIECE) await flush();
    }
  }
  if (filled > 0) await flush();
}
