// @browser-safe
import { sameLines } from "./lines.ts";

/** A run of lines that two texts share: `count` lines, from `x` in the one and from `y` in the other. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/**
 * A window is a run of this many lines. Windows that occur once in either text, in the same order as all other such
 * windows, are matched by any alignment, except for as many lines at each end of a run: a partial repeat, such as a
 * doubled block, can slide by less than a window.
 */
const WINDOW = 12;
/** A smaller window for gaps with dense edits, used only where an alignment without anchors would take long. */
const SMALL_WINDOW = 4;
const LARGE_GAP = 2000;

/**
 * Returns runs of lines that every reasonable alignment matches, in order and without overlaps, so that the gaps between
 * them can be aligned separately. Takes linear time.
 */
export function findAnchors(a: Int32Array, b: Int32Array): Anchor[] {
  const anchors = anchorsOf(a, b, WINDOW);
  const all: Anchor[] = [];
  let [x, y] = [0, 0];
  for (const anchor of [...anchors, { x: a.length, y: b.length, count: 0 }]) {
    if (anchor.x - x > LARGE_GAP && anchor.y - y > LARGE_GAP) {
      for (const within of anchorsOf(a.subarray(x, anchor.x), b.subarray(y, anchor.y), SMALL_WINDOW)) {
        all.push({ x: x + within.x, y: y + within.y, count: within.count });
      }
    }
    if (anchor.count > 0) all.push(anchor);
    [x, y] = [anchor.x + anchor.count, anchor.y + anchor.count];
  }
  return all;
}

function anchorsOf(a: Int32Array, b: Int32Array, window: number): Anchor[] {
  const size = 2 ** Math.ceil(Math.log2(4 * Math.max(a.length, b.length, 1)));
  const [inA, inB] = [uniqueWindows(a, window, size), uniqueWindows(b, window, size)];
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let x = 0; x + window <= a.length; x++) {
    const hash = inA.hashes[x] ?? 0;
    const y = inB.where[hash] ?? NOWHERE;
    if (inA.where[hash] !== x || y < 0 || !sameLines(a.subarray(x, x + window), b.subarray(y, y + window)))
      continue;
    xs.push(x);
    ys.push(y);
  }
  return runs(xs, ys, inOrder(ys), window);
}

const NOWHERE = -1;
const SEVERAL = -2;

interface Windows {
  /** The hash of the window that starts at each line. */
  readonly hashes: Int32Array;
  /** The start of the only window with each hash; negative if there is none or there are several. */
  readonly where: Int32Array;
}

/** Hashes every window to a number below `size`. */
function uniqueWindows(lines: Int32Array, window: number, size: number): Windows {
  const hashes = new Int32Array(Math.max(0, lines.length - window + 1));
  const where = new Int32Array(size).fill(NOWHERE);
  let [hash, highest] = [0, 1];
  for (let n = 1; n < window; n++) highest = Math.imul(highest, MULTIPLIER);
  for (let at = 0; at < lines.length; at++) {
    const leaving = at >= window ? scatter(lines[at - window]) : 0;
    hash = Math.imul(hash - Math.imul(leaving, highest), MULTIPLIER) + scatter(lines[at]);
    const start = at - window + 1;
    if (start < 0) continue;
    const place = (Math.imul(hash, SCATTER) >>> 7) & (size - 1);
    hashes[start] = place;
    where[place] = where[place] === NOWHERE ? start : SEVERAL;
  }
  return { hashes, where };
}

const MULTIPLIER = 0x01000193;
const SCATTER = 0x9e3779b1 | 0;
const scatter = (id = 0) => Math.imul(id + 1, SCATTER);

/** Returns which places come after all earlier ones and before all later ones. */
function inOrder(places: readonly number[]): boolean[] {
  const lowestAfter: number[] = new Array(places.length).fill(Number.POSITIVE_INFINITY);
  for (let n = places.length - 2; n >= 0; n--) {
    lowestAfter[n] = Math.min(lowestAfter[n + 1] ?? 0, places[n + 1] ?? 0);
  }
  let highestBefore = Number.NEGATIVE_INFINITY;
  return places.map((place, n) => {
    const ordered = highestBefore < place && place < (lowestAfter[n] ?? 0);
    highestBefore = Math.max(highestBefore, place);
    return ordered;
  });
}

function runs(
  xs: readonly number[],
  ys: readonly number[],
  ordered: readonly boolean[],
  window: number,
): Anchor[] {
  const found: Anchor[] = [];
  let [endX, endY] = [0, 0];
  for (let n = 0; n < xs.length; n++) {
    const [x, y] = [xs[n] ?? 0, ys[n] ?? 0];
    if (!ordered[n]) continue;
    let windows = 1;
    while (ordered[n + 1] && xs[n + 1] === x + windows && ys[n + 1] === y + windows) {
      n++;
      windows++;
    }
    const count = windows - 1 - window;
    if (count <= 0 || x + window < endX || y + window < endY) continue;
    const anchor = { x: x + window, y: y + window, count };
    found.push(anchor);
    [endX, endY] = [anchor.x + anchor.count, anchor.y + anchor.count];
  }
  return found;
}
