import { posix } from "node:path";
import { StrataError } from "../errors.ts";
import { isObjectId } from "../ids.ts";
import { splitReference } from "../labels/split-reference.ts";
import type { Exchange } from "./serving.ts";

/** Returns the reference and the path that the URL of a tree, a file or an archive names. Throws `BadInput`. */
export function placeIn(c: Exchange): { readonly ref: string; readonly path: string } {
  const { ref = "", path = "" } = c.req.param() as { ref?: string; path?: string };
  if (splitReference(ref).path === undefined) return { ref, path };
  throw new StrataError("BadInput", `${JSON.stringify(ref)} names a path.`, {
    hint: "Put the path behind the reference, with a slash between them.",
    data: { reference: ref },
  });
}

/** Returns how long an answer stays true: always, where a snapshot is named by its id. */
export function cacheControl(ref: string): string {
  return isObjectId(ref) ? "private, max-age=31536000, immutable" : "private, no-cache";
}

/** Returns whether the client has what has this tag. */
export function hasIt(c: Exchange, etag: string): boolean {
  const known = c.req.header("if-none-match") ?? "";
  return known === "*" || known.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, "") === etag);
}

/** Returns the header by which a browser saves an answer as a file (RFC 6266). */
export function disposition(path: string): string {
  const name = posix.basename(path) || "snapshot";
  const plain = name.replace(/[^\w.\- ]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/[!'()*]/g, hex)}`;
}

function hex(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
