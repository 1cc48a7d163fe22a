import type { ContentMergeOptions } from "../content-merger.ts";
import type { Region, Span } from "../region.ts";
import { CutText } from "./cut-text.ts";
import { type Lines, lineAt } from "./lines.ts";
import type { Sides } from "./tiling.ts";

/**
 * Gives the whole text with its conflicts between markers, as `diff3 -m` writes them; one of more than 1 MiB is cut. Markers
 * end as the lines about them do, and always stand on lines of their own.
 */
export function conflictMarkers(
  texts: Sides<Lines>,
  regions: readonly Region[],
  names: ContentMergeOptions["names"],
): string {
  const text = new CutText();
  for (const region of regions) {
    if (text.isCut) break;
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

/** Adds lines; `end` completes a last line that has none. */
function addLines(text: CutText, lines: Lines, { start, count }: Span, end: string): void {
  for (let n = start; n < start + count && !text.isCut; n++) {
    const line = lineAt(lines, n);
    text.add(line.at(-1) === LINE_FEED ? line : Buffer.concat([line, Buffer.from(end)]));
  }
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Gives how the lines of a conflict end, or the line before it, if the conflict's only line has no end. */
function lineEnd(texts: Sides<Lines>, region: Region): "\n" | "\r\n" {
  for (const side of ["ours", "theirs", "base"] as const) {
    for (const n of [region[side].start, region[side].start - 1]) {
      const line = lineAt(texts[side], n);
      if (n >= 0 && line.at(-1) === LINE_FEED) return line.at(-2) === CARRIAGE_RETURN ? "\r\n" : "\n";
    }
  }
  return "\n";
}
