// @browser-safe
import { contentOf } from "./lines.ts";

// An editor treats a lone CR as a line end and drops a byte order mark at the start, and either would shift the positions
// it reports. It is given private-use characters instead, one for one.
const SHOWN_CR = "\ue00d";
const SHOWN_BOM = "\ue0bf";

/**
 * Returns a line as an editor shows it: without its end, and with private-use characters for a lone CR and a byte order
 * mark.
 */
export function shownLine(line: string): string {
  return contentOf(line).replaceAll("\r", SHOWN_CR).replaceAll("\ufeff", SHOWN_BOM);
}

/** Splits text typed into such an editor into lines without their ends, with the original characters restored. */
export function typedContents(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((content) => content.replaceAll(SHOWN_CR, "\r").replaceAll(SHOWN_BOM, "\ufeff"));
}
