// @browser-safe
import { contentOf } from "./lines.ts";

// An editor takes a lone CR for a line end and drops a byte order mark at the start. Both would shift what it reports, so it
// is given private-use characters instead, one for one, which come back as what they stand for.
const SHOWN_CR = "\ue00d";
const SHOWN_BOM = "\ue0bf";

/** Gives a line as an editor shows it: without its end, a lone CR and a byte order mark each as a private-use character. */
export function shown(line: string): string {
  return contentOf(line).replaceAll("\r", SHOWN_CR).replaceAll("\ufeff", SHOWN_BOM);
}

/** Gives what was typed into an editor that shows lines so, without line ends: one content for each line of it. */
export function typedContents(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((content) => content.replaceAll(SHOWN_CR, "\r").replaceAll(SHOWN_BOM, "\ufeff"));
}
