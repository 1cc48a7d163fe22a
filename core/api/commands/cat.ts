import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { defineCommand } from "../command.ts";
import { findFile } from "../find-file.ts";
import { count, locator, snapshotId } from "../schemas.ts";

/** The largest file that is given as a document, in bytes: it is held in memory several times over. */
const MAX_DOCUMENT = 16 * 1024 * 1024;

/** Gives the content of a file. */
export const catCommand = defineCommand({
  name: "cat",
  summary: "Gives the content of a file in a snapshot.",
  kind: "read",
  input: z.strictObject({ ref: locator }),
  output: z.strictObject({
    ca_id: snapshotId,
    path: z.string(),
    size: count,
    /** How `content` holds the bytes: as they are where they are UTF-8. */
    encoding: z.enum(["utf8", "base64"]),
    content: z.string(),
  }),
  async run(repository, { ref }) {
    const { id, path, entry } = await findFile(repository, ref);
    if (entry.size > MAX_DOCUMENT) {
      throw new StrataError(
        "BadInput",
        `${JSON.stringify(path)} is too large for a document: ${entry.size} bytes.`,
        {
          hint: `Up to ${MAX_DOCUMENT} bytes fit. Read it as raw bytes (\`strata cat\` without --json), or export it.`,
          data: { id, path, size: entry.size, most: MAX_DOCUMENT },
        },
      );
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of repository.content(entry)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const encoding: "utf8" | "base64" = isUtf8(bytes) ? "utf8" : "base64";
    return { ca_id: id, path, size: entry.size, encoding, content: bytes.toString(encoding) };
  },
  async stream(repository, { ref }) {
    const { entry } = await findFile(repository, ref);
    return { size: entry.size, bytes: repository.content(entry) };
  },
});
