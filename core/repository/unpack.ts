import type { ArchivedSnapshot } from "../operations/tar-uploads.ts";
import type { CallOptions } from "../threads/rpc.ts";
import type { Repository } from "./repository.ts";
import { sendPieces } from "./send-pieces.ts";

/**
 * Takes a snapshot of a tar as it comes; it is durable, and no label holds it. Throws `BadInput` for an archive that no snapshot can
 * be of, `StoreBusy`, `Cancelled`, and what `bytes` throws: then nothing is kept.
 */
export async function unpack(
  repository: Pick<Repository, "run">,
  bytes: AsyncIterable<Uint8Array>,
  { signal }: Pick<CallOptions, "signal"> = {},
): Promise<ArchivedSnapshot> {
  const upload = await repository.run("beginTar", undefined);
  try {
    await sendPieces(bytes, (piece) => repository.run("feedTar", { upload, bytes: piece }), signal);
  } catch (thrown) {
    await repository.run("abortTar", { upload });
    throw thrown;
  }
  return await repository.run("endTar", { upload });
}
