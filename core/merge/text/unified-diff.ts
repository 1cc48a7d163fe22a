import { alignLines } from "./alignment.ts";
import { LineNumbers, type Lines, lineAt } from "./lines.ts";
import { UNMATCHED } from "./shortest-matches.ts";
import { TruncatedText } from "./truncated-text.ts";

const CONTEXT = 3;

/** Lines `x0` to `x1` of `a`, replaced by lines `y0` to `y1` of `b`. */
interface Change {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/**
 * Returns the unified diff of two texts with three lines of context, as `patch` and `git apply` read it, truncated to 1
 * MiB. Empty if the texts are equal.
 */
export function unifiedDiff(
  before: Uint8Array,
  after: Uint8Array,
  names: { readonly before: string; readonly after: string },
): string {
  const numbers = new LineNumbers();
  const [a, b] = [numbers.read(before), numbers.read(after)];
  const text = new TruncatedText();
  const changes = findChanges(a.ids, b.ids);
  if (changes.length > 0) text.add(`--- ${names.before}\n+++ ${names.after}\n`);
  for (const hunk of groupChanges(changes)) {
    if (text.isTruncated) break;
    addHunk(text, a, b, hunk);
  }
  return text.toString();
}

function findChanges(a: Int32Array, b: Int32Array): Change[] {
  const matches = alignLines(a, b);
  const changes: Change[] = [];
  let [x0, y0] = [0, 0];
  const upTo = (x1: number, y1: number) => {
    if (x1 > x0 || y1 > y0) changes.push({ x0, x1, y0, y1 });
    [x0, y0] = [x1 + 1, y1 + 1];
  };
  matches.forEach((y, x) => {
    if (y !== UNMATCHED) upTo(x, y);
  });
  upTo(a.length, b.length);
  return changes;
}

/** Groups changes into hunks; those whose contexts touch share one. */
function groupChanges(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk !== undefined && last !== undefined && change.x0 - last.x1 <= 2 * CONTEXT) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function addHunk(text: TruncatedText, a: Lines, b: Lines, hunk: readonly Change[]): void {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (first === undefined || last === undefined) return;
  const head = Math.min(CONTEXT, first.x0);
  const tail = Math.min(CONTEXT, a.ids.length - last.x1);
  const [x0, x1] = [first.x0 - head, last.x1 + tail];
  text.add(`@@ -${range(x0, x1)} +${range(first.y0 - head, last.y1 + tail)} @@\n`);
  let x = x0;
  for (const change of hunk) {
    addLines(text, " ", a, x, change.x0);
    addLines(text, "-", a, change.x0, change.x1);
    addLines(text, "+", b, change.y0, change.y1);
    x = change.x1;
  }
  addLines(text, " ", a, x, x1);
}

/** Formats a range of lines, counted from 1. An empty range names the line before it. */
function range(start: number, end: number): string {
  return `${end > start ? start + 1 : start},${end - start}`;
}

function addLines(
  text: TruncatedText,
  mark: " " | "-" | "+",
  lines: Lines,
  start: number,
  end: number,
): void {
  for (let n = start; n < end && !text.isTruncated; n++) {
    const line = lineAt(lines, n);
    const ending = line.at(-1) === 0x0a ? "" : "\n\\ No newline at end of file\n";
    text.add(Buffer.concat([Buffer.from(mark), line, Buffer.from(ending)]));
  }
}
