import type { ContentMergeOptions } from "../merger.ts";
import { type Lines, lineAt } from "./lines.ts";
import type { Region, Span } from "./region.ts";
import type { Sides } from "./region-builder.ts";
import { TruncatedText } from "./truncated-text.ts";

/**
 * Returns the whole text with its conflicts between markers, as `diff3 -m` writes them, truncated to 1 MiB. Markers have
 * the line ends of the lines around them and always start a line.
 */
export function conflictMarkers(
  texts: Sides<Lines>,
  regions: readonly Region[],
  names: ContentMergeOptions["names"],
): string {
  const text = new TruncatedText();
  for (const region of regions) {
    if (text.isTruncated) break;
    if (region.kind !== "conflict") {
      const side = region.kind === "theirs" ? "theirs" : "ours";
      addLines(text, texts[side], region[side], "");
      continue;
    }
    const end = lineEnd(texts, region);
    text.add(`<<<<<<< ${names.ours}${end}`);
    addLines(text, texts.ours, region.ours, end);
    text.add(`||||||| ${names.base}${end}`);
    addLines(text, texts.base, region.base, end);
    text.add(`=======${end}`);
    addLines(text, texts.theirs, region.theirs, end);
    text.add(`>>>>>>> ${names.theirs}${end}`);
  }
  return text.toString();
}

/** Adds lines. `end` is appended to a last line without a line end. */
function addLines(text: TruncatedText, lines: Lines, { start, count }: Span, end: string): void {
  for (let n = start; n < start + count && !text.isTruncated; n++) {
    const line = lineAt(lines, n);
    text.add(line.at(-1) === LINE_FEED ? line : Buffer.concat([line, Buffer.from(end)]));
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Returns the line end of a conflict's lines, or of the line before it if its only line has none. */
function lineEnd(texts: Sides<Lines>, region: Region): "\n" | "\r\n" {
  for (const side of ["ours", "theirs", "base"] as const) {
    for (const n of [region[side].start, region[side].start - 1]) {
      const line = lineAt(texts[side], n);
      if (n >= 0 && line.at(-1) === LINE_FEED) return line.at(-2) === CARRIAGE_RETURN ? "\r\n" : "\n";
    }
  }
  return "\n";
}
