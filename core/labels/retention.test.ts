import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_LADDER, keptMoves, type Ladder, type RetainedMove, type Retention } from "./retention.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-12-03T10:20:00Z");

const NO_RUNGS: Ladder = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const ladder = (rungs: Partial<Ladder>): Retention => ({ keep: "ladder", ...NO_RUNGS, ...rungs });

/** Returns moves of these times, numbered from 1; those that begin with `!` are kept for good. */
const movesAt = (...times: string[]): RetainedMove[] =>
  times.map((time, i) => ({
    seq: i + 1,
    at: Date.parse(time.replace("!", "")),
    kept: time.startsWith("!"),
  }));

const kept = (moves: readonly RetainedMove[], retention: Retention, now = NOW) =>
  [...keptMoves(moves, retention, now)].sort((a, b) => a - b);

describe("keptMoves", () => {
  it("keeps nothing of no moves", () => {
    expect(kept([], { keep: "last", moves: 3 })).toEqual([]);
  });

  it("keeps everything, or the latest moves", () => {
    const moves = movesAt("2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01");
    expect(kept(moves, { keep: "everything" })).toEqual([1, 2, 3, 4]);
    expect(kept(moves, { keep: "last", moves: 2 })).toEqual([3, 4]);
    expect(kept(moves, { keep: "last", moves: 9 })).toEqual([1, 2, 3, 4]);
  });

  it("K10: keeps all states of so many days: the moves since then, and the one before", () => {
    const moves = movesAt(
      "2026-11-01",
      "2026-12-01T10:19:59.999Z",
      "2026-12-01T10:20:00Z",
      "2026-12-02T00:00:00Z",
    );
    expect(kept(moves, { keep: "days", days: 2 })).toEqual([2, 3, 4]);
    expect(kept(moves, { keep: "days", days: 1 })).toEqual([4]);
    expect(kept(moves, { keep: "days", days: 1e15 })).toEqual([1, 2, 3, 4]);
    expect(kept(movesAt("2020-01-01", "2021-01-01"), { keep: "days", days: 1 })).toEqual([2]);
  });

  it("K11: keeps the latest move of each hour, day, week, month and year as far back as each rung reaches", () => {
    const of = (rungs: Partial<Ladder>, ...times: string[]) => kept(movesAt(...times), ladder(rungs));
    expect(
      of(
        { hourly: 2 },
        "2026-12-03T08:19Z",
        "2026-12-03T08:20Z",
        "2026-12-03T08:59Z",
        "2026-12-03T09:00Z",
        "2026-12-03T09:59Z",
        "2026-12-03T10:00Z",
      ),
    ).toEqual([3, 5, 6]);
    expect(
      of({ daily: 1 }, "2026-12-02T10:19Z", "2026-12-02T23:00Z", "2026-12-03T00:00Z", "2026-12-03T09:00Z"),
    ).toEqual([2, 4]);
    // 30 November 2026 is a Monday.
    expect(
      of(
        { weekly: 2 },
        "2026-11-19T10:19Z",
        "2026-11-22",
        "2026-11-23",
        "2026-11-29T23:59Z",
        "2026-11-30",
        "2026-12-02",
      ),
    ).toEqual([2, 4, 6]);
    expect(of({ monthly: 1 }, "2026-11-03T10:19Z", "2026-11-30", "2026-12-01", "2026-12-02")).toEqual([2, 4]);
    expect(of({ yearly: 1 }, "2025-12-03T10:19Z", "2025-12-31", "2026-01-01", "2026-12-02")).toEqual([2, 4]);
  });

  it("goes back from the end of a long month to the end of a short one", () => {
    const now = Date.parse("2027-03-31T12:00Z");
    const moves = movesAt("2027-02-28T11:59Z", "2027-02-28T12:00Z", "2027-03-31");
    expect(kept(moves, ladder({ monthly: 1 }), now)).toEqual([2, 3]);
    expect(kept(moves.toSpliced(1, 1), ladder({ monthly: 1 }), now)).toEqual([3]);
    expect(kept(movesAt("0001-01-01", "2027-01-01"), ladder({ yearly: 1e15 }), now)).toEqual([1, 2]);
  });

  it("K9: always keeps the latest move, kept ones and those that a clock dated in the future", () => {
    const moves = movesAt("!2000-01-01", "2001-01-01", "2002-01-01", "2026-12-04", "2026-12-04");
    expect(kept(moves, { keep: "last", moves: 1 })).toEqual([1, 4, 5]);
    expect(kept(moves, ladder({}))).toEqual([1, 4, 5]);
    expect(kept(moves.slice(0, 3), ladder({}))).toEqual([1, 3]);
    expect(kept(moves, { keep: "days", days: 1 })).toEqual([1, 3, 4, 5]);
  });

  it("is what its definition says, for any moves and any retention", () => {
    fc.assert(
      fc.property(
        someMoves,
        someRetention,
        fc.integer({ min: -40 * DAY, max: 9000 * DAY }),
        (moves, how, age) => {
          const now = NOW + age;
          expect(kept(moves, how, now)).toEqual(byDefinition(moves, how, now));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("K12: keeps only moves that it kept before, whenever it is asked again", () => {
    fc.assert(
      fc.property(someMoves, someRetention, fc.nat({ max: 900 * DAY }), (moves, how, later) => {
        const first = keptMoves(moves, how, NOW);
        const left = moves.filter(({ seq }) => first.has(seq));
        const second = kept(left, how, NOW + later);
        expect(kept(moves, how, NOW + later)).toEqual(second);
      }),
    );
  });
});

/** Moves minutes to months apart, the latest around now. */
const someMoves: fc.Arbitrary<RetainedMove[]> = fc
  .array(
    fc.record({
      gap: fc.oneof(
        fc.nat({ max: 2 * HOUR }),
        fc.nat({ max: 3 * DAY }),
        fc.nat({ max: 70 * DAY }),
        fc.constant(0),
      ),
      seqs: fc.integer({ min: 1, max: 3 }),
      kept: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let [at, seq] = [NOW - steps.reduce((sum, { gap }) => sum + gap, 0), 0];
    return steps.map(({ gap, seqs, kept }, i) => {
      at += gap;
      seq += seqs;
      return { seq, at, kept: kept && i % 5 === 0 };
    });
  });

const rung = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }));
const someRetention: fc.Arbitrary<Retention> = fc.oneof(
  fc.constant<Retention>({ keep: "everything" }),
  fc.integer({ min: 1, max: 50 }).map((moves): Retention => ({ keep: "last", moves })),
  fc.integer({ min: 1, max: 400 }).map((days): Retention => ({ keep: "days", days })),
  fc
    .record({ last: rung, hourly: rung, daily: rung, weekly: rung, monthly: rung, yearly: rung })
    .map((rungs) => ladder(rungs)),
  fc.constant<Retention>({ keep: "ladder", ...DEFAULT_LADDER }),
);

/** Decides about each move by itself, as the definition reads. */
function byDefinition(moves: readonly RetainedMove[], how: Retention, now: number): number[] {
  const past = moves.filter(({ at }) => at <= now);
  const stays = (move: RetainedMove, i: number): boolean => {
    if (i === moves.length - 1 || move.kept || move.at > now) return true;
    switch (how.keep) {
      case "everything":
        return true;
      case "last":
        return i >= moves.length - how.moves;
      case "days": {
        const start = now - how.days * DAY;
        return move.at >= start || (moves[i + 1]?.at ?? 0) >= start;
      }
      case "ladder":
        return (
          i >= moves.length - how.last ||
          tops(move, how.hourly, (at) => at.slice(0, 13), now - how.hourly * HOUR) ||
          tops(move, how.daily, (at) => at.slice(0, 10), now - how.daily * DAY) ||
          tops(move, how.weekly, mondayOf, now - how.weekly * 7 * DAY) ||
          tops(move, how.monthly, (at) => at.slice(0, 7), monthsBack(now, how.monthly)) ||
          tops(move, how.yearly, (at) => at.slice(0, 4), monthsBack(now, how.yearly * 12))
        );
    }
  };
  const tops = (move: RetainedMove, count: number, period: (iso: string) => string, start: number) => {
    const its = (at: number) => period(new Date(at).toISOString());
    return count > 0 && move.at >= start && past.findLast(({ at }) => its(at) === its(move.at)) === move;
  };
  return moves.filter(stays).map(({ seq }) => seq);
}

function mondayOf(iso: string): string {
  const date = new Date(iso);
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** Counts months on the calendar by hand; a day that the month lacks is its last one. */
function monthsBack(now: number, count: number): number {
  const [, year = "", month = "", day = "", time = ""] =
    /^(\d+)-(\d+)-(\d+)T(.*)$/.exec(new Date(now).toISOString()) ?? [];
  const months = Number(year) * 12 + Number(month) - 1 - count;
  const two = (number: number) => String(number).padStart(2, "0");
  const first = `${Math.floor(months / 12)}-${two((months % 12) + 1)}`;
  for (let last = Number(day); ; last--) {
    const at = new Date(`${first}-${two(last)}T${time}`);
    if (!Number.isNaN(at.getTime()) && at.getUTCDate() === last) return at.getTime();
  }
}
