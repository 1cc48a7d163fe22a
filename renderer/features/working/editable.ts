import type { Look } from "../../api/look.ts";

/** Whether a file can be edited as a text, and if not, why. */
export type Editable =
  | {
      readonly as: "text";
      readonly path: string;
      readonly text: string;
      /** The byte order mark that stands before the text in the file. */
      readonly mark: string;
      /** Whether its lines end now this way, now that. */
      readonly isMixed: boolean;
    }
  | { readonly as: "large" | "encoding" | "other" };

const BOM = "\ufeff";
const encoder = new TextEncoder();

/** Decides how a file is edited: only a text that is there as a whole and is written back byte for byte. */
export function editableOf(look: Look): Editable {
  if (look.is !== "file" || look.file.type !== "file") return { as: "other" };
  const { path, kind, size, text = "", truncated, lossy, encoding } = look.file;
  if (kind !== "text" && size > 0) return { as: "other" };
  if (truncated) return { as: "large" };
  if (lossy || (encoding !== undefined && encoding !== "utf-8")) return { as: "encoding" };
  // The decoder removes a byte order mark.
  const hasMark = encoder.encode(text).length !== size;
  return { as: "text", path, text, mark: hasMark ? BOM : "", isMixed: endsOf(text) > 1 };
}

function endsOf(text: string): number {
  return new Set(text.match(/\r\n|\r|\n/g)).size;
}
