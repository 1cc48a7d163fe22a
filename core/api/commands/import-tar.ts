import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { checkProtection } from "../../labels/move-rules.ts";
import { unpack } from "../../repository/unpack.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { count, remark, snapshotId } from "../schemas.ts";
import { checkPush, preparePush, pushFields } from "./push.ts";

const taken = {
  ca_id: snapshotId,
  /** Files and links in the snapshot, and the sum of their sizes. */
  files: count,
  bytes: count,
  /** What is not in the snapshot, or not quite as it was in the archive. */
  skipped: z.array(remark),
  warnings: z.array(remark),
};

/** Imports a tar that is piped in. */
export const importTarCommand = defineCommand({
  name: "import.tar",
  summary: "Takes a snapshot of a tar that is piped in, and pushes it to a label.",
  kind: "write",
  creates: true,
  input: z.strictObject(pushFields).check(checkPush),
  output: z.discriminatedUnion("status", [
    z.strictObject({ status: z.enum(["advanced", "unchanged"]), label: z.string(), ...taken }),
    z.strictObject({ status: z.literal("detached"), ...taken }),
    /** The snapshot is in the store all the same, to be merged or pushed. */
    z.strictObject({
      status: z.literal("rejected"),
      label: z.string(),
      current: snapshotId.nullable(),
      ...taken,
    }),
  ]),
  async run(repository, input, context) {
    const archive = archiveOf(context);
    // Told before everything is read.
    const push = preparePush(repository, input);
    const { label, override } = input;
    if (label !== undefined) checkProtection({ label, override }, await repository.label(label));
    let bytesDone = 0;
    const watched = watch(archive, (length) => {
      bytesDone += length;
      const progress = {
        phase: "reading",
        files: 0,
        filesDone: 0,
        bytes: 0,
        bytesDone,
        newBytes: 0,
      } as const;
      context.onProgress?.({ command: "import", ...progress });
    });
    const { id, skipped, warnings, ...tally } = await unpack(repository, watched, { signal: context.signal });
    const about = { ca_id: id, ...tally, skipped: [...skipped], warnings: [...warnings] };
    return { ...about, ...(await push({ id })) };
  },
});

function archiveOf({ piped }: CommandContext): AsyncIterable<Uint8Array> {
  if (piped !== undefined) return piped();
  throw new StrataError("BadInput", "There is no archive.", {
    hint: "Pipe one into the command line, or send it to /api/uploads: tar -C folder -c . | strata import-tar --label name",
  });
}

async function* watch(
  bytes: AsyncIterable<Uint8Array>,
  onPiece: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    yield piece;
    onPiece(piece.length);
  }
}
