import { z } from "zod";
import { defineCommand } from "../command.ts";
import { listBelow, listChildren } from "../listing.ts";
import { locate } from "../locate.ts";
import { count, locator, snapshotId } from "../schemas.ts";

const content = z.union([
  z.strictObject({ inline: z.literal(true) }),
  z.strictObject({ chunks: z.array(z.strictObject({ id: z.string(), len: count })) }),
]);

/** One thing in a snapshot. Paths are from the snapshot's root. */
export const treeEntry = z.strictObject({
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  /** The file type and nine permission bits, as in `st_mode`. */
  mode: count,
  /** In bytes; of a folder, that of everything below it. */
  size: count,
  /** Of a folder: how many files and links are below it. */
  files: count.optional(),
  /** Of a file: the id of its content. */
  id: z.string().optional(),
  /** Of a link. */
  target: z.string().optional(),
  /** Of a file, when asked for: where its bytes are. */
  content: content.optional(),
});

/** Lists what is in a snapshot. */
export const treeCommand = defineCommand({
  name: "tree",
  summary: "Lists what is in a snapshot, or in a folder of it.",
  kind: "read",
  input: z.strictObject({
    ref: locator,
    /** Everything below, each folder before what is in it; otherwise only what is directly there. */
    recursive: z.boolean().default(false),
    content: z.boolean().default(false),
  }),
  output: z.strictObject({ ca_id: snapshotId, entries: z.array(treeEntry) }),
  async run(repository, { ref, recursive, content }, { signal }) {
    const place = locate(repository, ref);
    const list = recursive ? listBelow : listChildren;
    return { ca_id: place.id, entries: await list(repository, place, { content, signal }) };
  },
});
