// @browser-safe

/** How much of a label's history is kept. */
export type Retention =
  | { readonly keep: "everything" }
  /** The latest moves; at least 1. */
  | { readonly keep: "last"; readonly moves: number }
  /** The moves of so many times 24 hours, at least 1, and the state that the label had before them. */
  | { readonly keep: "days"; readonly days: number }
  | ({ readonly keep: "ladder" } & Ladder);

/**
 * Keeps fewer moves the older they are: the `last` ones, then the latest of each hour, day, week, month and year that
 * is not older than so many of these. 0 leaves a rung out.
 */
export interface Ladder {
  readonly last: number;
  readonly hourly: number;
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
  readonly yearly: number;
}

/** The ladder that is proposed to people. */
export const DEFAULT_LADDER: Ladder = {
  last: 10,
  hourly: 48,
  daily: 7,
  weekly: 4,
  monthly: 24,
  yearly: 3,
};

/** What a retention looks at in a move. */
export interface RetainedMove {
  readonly seq: number;
  /** In ms since 1970. */
  readonly at: number;
  /** Whether a person marked it to be kept for good. */
  readonly kept: boolean;
}

/**
 * Returns the numbers of the moves of one label that a retention keeps. `moves` are in the order of their times, and the last
 * one is the label's latest; `now` is in ms since 1970.
 *
 * The latest move, kept moves, and moves that a clock dated after `now` always stay. Hours, days, weeks (from Monday),
 * months and years are those of UTC.
 */
export function keptMoves(moves: readonly RetainedMove[], retention: Retention, now: number): Set<number> {
  const kept = new Set<number>();
  const latest = moves.at(-1);
  if (latest !== undefined) kept.add(latest.seq);
  for (const move of moves) if (move.kept || move.at > now) kept.add(move.seq);
  switch (retention.keep) {
    case "everything":
      addLast(kept, moves, moves.length);
      break;
    case "last":
      addLast(kept, moves, retention.moves);
      break;
    case "days":
      addSince(kept, moves, now - retention.days * DAY);
      break;
    case "ladder":
      addLast(kept, moves, retention.last);
      for (const rung of RUNGS) addRung(kept, moves, rung, retention[rung.name], now);
  }
  return kept;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A rung of the ladder. */
interface Rung {
  readonly name: Exclude<keyof Ladder, "last">;
  /** Returns when the period began that a time is in. */
  readonly startOf: (at: number) => number;
  /** Returns the time that was so many periods before `now`. */
  readonly before: (now: number, count: number) => number;
}

const beforeBy = (length: number) => (now: number, count: number) => now - count * length;
const dayOf = (at: number) => Math.floor(at / DAY);

const RUNGS: readonly Rung[] = [
  { name: "hourly", startOf: (at) => Math.floor(at / HOUR) * HOUR, before: beforeBy(HOUR) },
  { name: "daily", startOf: startOfDay, before: beforeBy(DAY) },
  // 1 January 1970 was a Thursday: the week began three days before.
  {
    name: "weekly",
    startOf: (at) => (Math.floor((dayOf(at) + 3) / 7) * 7 - 3) * DAY,
    before: beforeBy(7 * DAY),
  },
  { name: "monthly", startOf: (at) => startOfDay(new Date(at).setUTCDate(1)), before: monthsBefore },
  {
    name: "yearly",
    startOf: (at) => startOfDay(new Date(at).setUTCMonth(0, 1)),
    before: (now, count) => monthsBefore(now, 12 * count),
  },
];

function startOfDay(at: number): number {
  return dayOf(at) * DAY;
}

/** Goes back months to the same day and time, or to the last day of a shorter month. */
function monthsBefore(now: number, count: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - count);
  const daysOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, daysOfMonth));
  // A count that leads out of the calendar goes back for ever.
  return Number.isNaN(date.getTime()) ? Number.NEGATIVE_INFINITY : date.getTime();
}

function addLast(kept: Set<number>, moves: readonly RetainedMove[], count: number): void {
  for (let at = Math.max(0, moves.length - count); at < moves.length; at++) {
    const move = moves[at];
    if (move !== undefined) kept.add(move.seq);
  }
}

/** Adds the moves since a time, and the one before them: the label held its state when the time began. */
function addSince(kept: Set<number>, moves: readonly RetainedMove[], start: number): void {
  for (let at = moves.length - 1; at >= 0; at--) {
    const move = moves[at];
    if (move === undefined) continue;
    kept.add(move.seq);
    if (move.at < start) return;
  }
}

/** Adds the latest move of each period back to a number of periods ago. A date in the future takes no period. */
function addRung(
  kept: Set<number>,
  moves: readonly RetainedMove[],
  { startOf, before }: Rung,
  count: number,
  now: number,
): void {
  if (count === 0) return;
  const start = before(now, count);
  let began = Number.POSITIVE_INFINITY;
  for (let at = moves.length - 1; at >= 0; at--) {
    const move = moves[at];
    if (move === undefined || move.at > now) continue;
    if (move.at < start) return;
    if (move.at >= began) continue;
    kept.add(move.seq);
    began = startOf(move.at);
  }
}
