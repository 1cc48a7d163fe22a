import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { StrataError } from "../errors.ts";
import { count } from "./schemas.ts";

/** The largest file that is given as a document, in bytes: it is held in memory several times over. */
const MAX_DOCUMENT = 16 * 1024 * 1024;

/** Fields that every document about a file's content has. */
export const fileDocument = {
  path: z.string(),
  size: count,
  /** How `content` holds the bytes: as they are where they are UTF-8. */
  encoding: z.enum(["utf8", "base64"]),
  content: z.string(),
};

/** Makes a document of a file's bytes. Throws `BadInput` with this `hint` for a file that is too large. */
export async function documentOf(
  path: string,
  size: number,
  bytes: AsyncIterable<Uint8Array>,
  hint: string,
): Promise<{ path: string; size: number; encoding: "utf8" | "base64"; content: string }> {
  if (size > MAX_DOCUMENT) {
    throw new StrataError("BadInput", `${JSON.stringify(path)} is too large for a document: ${size} bytes.`, {
      hint: `Up to ${MAX_DOCUMENT} bytes fit. ${hint}`,
      data: { path, size, most: MAX_DOCUMENT },
    });
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  const whole = Buffer.concat(pieces);
  const encoding = isUtf8(whole) ? "utf8" : "base64";
  return { path, size, encoding, content: whole.toString(encoding) };
}
