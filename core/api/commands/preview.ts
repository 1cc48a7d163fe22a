import { z } from "zod";
import { contentId } from "../../manifest/content-id.ts";
import type { Entry } from "../../manifest/entry.ts";
import { contentKind, SNIFFED } from "../../preview/content-kind.ts";
import { type DecodedText, decodeText } from "../../preview/decode-text.ts";
import { IMAGE_TYPES } from "../../preview/image-types.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { findFile, findFileOrLink } from "../find-file.ts";
import { count, locator, snapshotId } from "../schemas.ts";

/** The most bytes that `read` returns at once. */
export const MAX_READ = 4 * 1024 * 1024;

/** The kinds of image that a preview shows, as media types. */
export const imageType = z.enum(IMAGE_TYPES);

/** Returns a file's kind, with its text if it has one. */
export const previewCommand = defineCommand({
  name: "preview",
  summary: "Tells what kind of content a file has, and gives its beginning if it is text.",
  kind: "read",
  input: z.strictObject({
    ref: locator,
    /** How much text to give at most, in bytes of the file: up to 16 MiB. */
    most: count.max(16 * 1024 * 1024).default(1024 * 1024),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    path: z.string(),
    type: z.enum(["file", "symlink"]),
    mode: count,
    size: count,
    /** The id of a file's content. */
    id: z.string().optional(),
    /** Of a link. */
    target: z.string().optional(),
    /** Judged by the first bytes, never by the name alone. `sqlite`: an SQLite 3 database. */
    kind: z.enum(["text", "image", "sqlite", "binary", "link"]),
    /** Of an image. */
    media_type: imageType.optional(),
    /** The beginning of a text (an SVG image has one too), decoded; U+FFFD stands for invalid bytes. */
    text: z.string().optional(),
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be"]).optional(),
    /** Whether some bytes were not valid in that encoding. */
    lossy: z.boolean().optional(),
    /** Whether there is more text than `text` has. */
    truncated: z.boolean().optional(),
  }),
  async run(repository, { ref, most }) {
    const { id, path, entry } = await findFileOrLink(repository, ref);
    const { mode, size, symlink } = entry;
    const about = { ca_id: id, path, mode, size };
    if (symlink !== null)
      return { ...about, type: "symlink" as const, kind: "link" as const, target: symlink };
    const start = await bytesOf(repository, entry, 0, Math.max(most, SNIFFED));
    const content = contentKind(start);
    const image = content.kind === "image" ? content.mediaType : undefined;
    return {
      ...about,
      type: "file" as const,
      id: contentId(entry),
      kind: content.kind,
      ...(image !== undefined && { media_type: image }),
      ...((content.kind === "text" || image === "image/svg+xml") && textOf(start.subarray(0, most), size)),
    };
  },
});

/** Reads a part of a file. */
export const readCommand = defineCommand({
  name: "read",
  summary: "Gives some of the bytes of a file in a snapshot.",
  kind: "read",
  input: z.strictObject({
    ref: locator,
    /** In bytes. What lies past the end is left out. */
    offset: count,
    length: count.max(MAX_READ),
  }),
  output: z.strictObject({
    ca_id: snapshotId,
    path: z.string(),
    /** Of the whole file. */
    size: count,
    offset: count,
    /** In base64. */
    bytes: z.string(),
  }),
  async run(repository, { ref, offset, length }) {
    const { id, path, entry } = await findFile(repository, ref);
    const bytes = await bytesOf(repository, entry, offset, length);
    return { ca_id: id, path, size: entry.size, offset, bytes: bytes.toString("base64") };
  },
});

function textOf(start: Uint8Array, size: number): DecodedText & { truncated: boolean } {
  const truncated = start.length < size;
  return { ...decodeText(start, truncated), truncated };
}

async function bytesOf(repository: Repository, entry: Entry, from: number, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of repository.contentIn(entry, { from, to: from + length })) pieces.push(piece);
  return Buffer.concat(pieces);
}
