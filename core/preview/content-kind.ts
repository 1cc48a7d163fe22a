import type { ImageType } from "./image-types.ts";

/** The kind of a file for previews, with the media type of an image. */
export type ContentKind =
  | { readonly kind: "text" | "sqlite" | "binary" }
  | { readonly kind: "image"; readonly mediaType: ImageType };

/** Number of leading bytes that decide a file's kind. */
export const SNIFFED = 8000;

const UTF16_MARKS = ["fffe", "feff"];
const UTF32_MARK = "fffe0000";

/** Detects a file's kind from its first bytes: all of them, or at least {@link SNIFFED}. */
export function contentKind(start: Uint8Array): ContentKind {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, SNIFFED));
  if (bytes.subarray(0, 16).equals(SQLITE_MAGIC)) return { kind: "sqlite" };
  const mediaType = imageType(bytes);
  if (mediaType !== undefined) return { kind: "image", mediaType };
  if (!isText(bytes)) return { kind: "binary" };
  return isSvg(bytes) ? { kind: "image", mediaType: "image/svg+xml" } : { kind: "text" };
}

/** https://sqlite.org/fileformat2.html#the_database_header */
const SQLITE_MAGIC = Buffer.from("SQLite format 3\0");

function imageType(bytes: Buffer): ImageType | undefined {
  const begins = (...hex: string[]) =>
    hex.some((each) => bytes.subarray(0, each.length / 2).toString("hex") === each);
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (begins("89504e470d0a1a0a")) return "image/png";
  if (begins("ffd8ff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(text(0, 6))) return "image/gif";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
  if (text(4, 8) === "ftyp" && isAvif(bytes)) return "image/avif";
  // Two letters prove too little, so the four reserved bytes must be 0 too.
  if (begins("424d") && bytes.length > 26 && bytes.readUInt32LE(6) === 0) return "image/bmp";
  if (begins("00000100") && bytes.length > 22 && bytes.readUInt16LE(4) > 0 && bytes[9] === 0)
    return "image/x-icon";
  return undefined;
}

/** Looks for AVIF among the brands of an ISO media file (ISO 14496-12, 4.3). */
function isAvif(bytes: Buffer): boolean {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  for (let at = 8; at + 4 <= end; at += 4) {
    // A version stands between the major brand and the compatible ones.
    if (at !== 12 && /^avi[fs]$/.test(bytes.toString("latin1", at, at + 4))) return true;
  }
  return false;
}

/** Like git, treats as text what has no NUL. A UTF-16 byte order mark also counts. */
function isText(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (UTF16_MARKS.includes(mark)) return bytes.subarray(0, 4).toString("hex") !== UTF32_MARK;
  return !bytes.includes(0);
}

/** Returns whether the first element is `<svg>`, after what XML allows before it. */
function isSvg(bytes: Buffer): boolean {
  const before = /^\uFEFF?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>)*/is;
  const text = bytes.toString("utf8");
  return /^<svg[\s/>]/.test(text.slice(before.exec(text)?.[0].length));
}
