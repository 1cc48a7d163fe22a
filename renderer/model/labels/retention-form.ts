import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { DEFAULT_LADDER, type Ladder } from "../../../core/labels/retention.ts";

export type Retention = CommandOutput<"retention.set">["retention"];
export type Keep = Retention["keep"] | "default";
export type Rung = keyof Ladder;

/** The rungs of a ladder, from the newest moves to the oldest. */
export const RUNGS = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const satisfies Rung[];

/** A retention while it is edited: what is chosen, and all numbers as they are typed. */
export interface RetentionForm {
  readonly keep: Keep;
  readonly moves: string;
  readonly days: string;
  readonly ladder: Readonly<Record<Rung, string>>;
}

const MOST = 1_000_000;

/** Returns the form of a retention; `keep` is what is chosen where it is not the label's own. */
export function formOf(retention: Retention, keep: Keep = retention.keep): RetentionForm {
  const ladder = retention.keep === "ladder" ? retention : DEFAULT_LADDER;
  return {
    keep,
    moves: String(retention.keep === "last" ? retention.moves : 100),
    days: String(retention.keep === "days" ? retention.days : 30),
    ladder: Object.fromEntries(RUNGS.map((rung) => [rung, String(ladder[rung])])) as Record<Rung, string>,
  };
}

/** Returns the whole number that a field holds; undefined for anything else, and outside of `least` to 1,000,000. */
export function numberIn(text: string, least: number): number | undefined {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= MOST ? number : undefined;
}

/** Returns what a form says: null for the default, undefined while a number is not one. */
export function retentionIn({ keep, moves, days, ladder }: RetentionForm): Retention | null | undefined {
  switch (keep) {
    case "default":
      return null;
    case "everything":
      return { keep };
    case "last": {
      const number = numberIn(moves, 1);
      return number === undefined ? undefined : { keep, moves: number };
    }
    case "days": {
      const number = numberIn(days, 1);
      return number === undefined ? undefined : { keep, days: number };
    }
    case "ladder": {
      const rungs = RUNGS.map((rung) => [rung, numberIn(ladder[rung], 0)] as const);
      if (rungs.some(([, number]) => number === undefined)) return undefined;
      return { keep, ...(Object.fromEntries(rungs) as Record<Rung, number>) };
    }
  }
}
