/** A jump back in a label's history: from one move to an earlier one, both by index, which counts up with time. */
export interface Jump {
  readonly from: number;
  readonly to: number;
}

/** The number of arcs side by side; those without a lane of their own share the outermost. */
export const LANES = 3;

/** Bits of a lane in one row: the halves that a line goes through, and the ends of a jump. */
export const UP = 1;
export const DOWN = 2;
export const OUT = 4;
export const INTO = 8;
const BITS = 4;

/** The arcs beside a history. */
export interface Lanes {
  /** Returns a row's lanes: {@link BITS} bits per lane, the innermost lane's lowest; a number, so that rows compare cheaply. */
  at(index: number): number;
}

/** Takes one lane's {@link UP}, {@link DOWN}, {@link OUT} and {@link INTO} from what {@link Lanes.at} gives. */
export function inLane(row: number, lane: number): number {
  return (row >> (lane * BITS)) & ((1 << BITS) - 1);
}

/** The rows that a line goes through, both ends included. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * Assigns a lane to every jump: short ones are innermost, and within a lane none touches another, except in the outermost, which
 * takes all the rest.
 */
export function assignLanes(jumps: readonly Jump[]): Lanes {
  const ends = new Map<number, number>();
  const mark = (index: number, lane: number, bit: number) =>
    ends.set(index, (ends.get(index) ?? 0) | (bit << (lane * BITS)));
  const lanes: Span[][] = Array.from({ length: LANES }, () => []);
  const shortFirst = [...jumps].sort((a, b) => a.from - a.to - (b.from - b.to) || b.from - a.from);
  for (const { from, to } of shortFirst) {
    const span = { low: to, high: from };
    const free = lanes.findIndex((spans) => !touches(spans, span));
    const lane = free === -1 ? LANES - 1 : free;
    const spans = lanes[lane];
    if (spans === undefined) continue;
    if (free === -1) absorb(spans, span);
    else spans.splice(after(spans, span.low), 0, span);
    mark(from, lane, OUT);
    mark(to, lane, INTO);
  }
  return {
    at(index) {
      let row = ends.get(index) ?? 0;
      for (const [lane, spans] of lanes.entries()) {
        const span = spans[after(spans, index) - 1];
        if (span === undefined || span.high < index) continue;
        // The newest is at the top: up is where the index grows.
        const halves = (index < span.high ? UP : 0) | (index > span.low ? DOWN : 0);
        row |= halves << (lane * BITS);
      }
      return row;
    },
  };
}

/** Counts the spans, which are in order and apart, that begin at or before a row. */
function after(spans: readonly Span[], index: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.low ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

function touches(spans: readonly Span[], span: Span): boolean {
  const last = spans[after(spans, span.high) - 1];
  return last !== undefined && last.high >= span.low;
}

/** Puts a span among others, and makes one of all that it touches. */
function absorb(spans: Span[], span: Span): void {
  let { low, high } = span;
  let at = after(spans, high);
  let touched = 0;
  for (let last = spans[at - 1]; last !== undefined && last.high >= low; last = spans[at - 1]) {
    low = Math.min(low, last.low);
    high = Math.max(high, last.high);
    at--;
    touched++;
  }
  spans.splice(at, touched, { low, high });
}
