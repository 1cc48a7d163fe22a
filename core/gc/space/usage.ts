import type { Step } from "../progress.ts";
import type { Ledger, Placed } from "./ledger.ts";
import { OTHERS } from "./positions.ts";
import { Reach } from "./reach.ts";

/** What a label needs, in stored bytes. */
export interface LabelUsage {
  readonly labelId: number;
  readonly label: string;
  readonly moves: number;
  /** Of what nothing else needs. */
  only: number;
  /** Of what others need too. */
  shared: number;
  /** The sum of the sizes of the files in its latest snapshot; 0 while it is deleted. */
  readonly size: number;
}

/** The bytes that came on a day. */
export interface Growth {
  /** The start of the day in UTC, in ms since 1970. */
  readonly day: number;
  readonly stored: number;
}

/** What takes the space of a store. Sizes are in stored bytes unless they say something else. */
export interface Usage {
  readonly labels: readonly LabelUsage[];
  /** Of what only working copies, merges and the like need. */
  readonly others: number;
  /** Of what several labels need, or a label and others. */
  readonly shared: number;
  /** Of what nothing that is still there needs. */
  readonly nobody: number;
  /** Of what something needs; the bytes of its contents; and the sizes of all snapshots that are still there. */
  readonly stored: number;
  readonly raw: number;
  readonly snapshots: number;
  /** By the day of the first move that needs them; days on which nothing came are left out. */
  readonly growth: readonly Growth[];
}

/** What a move of a label needs, in stored bytes. */
export interface MoveUsage {
  readonly seq: number;
  readonly at: number;
  readonly kept: boolean;
  /** Of what no other move and nothing else needs. */
  only: number;
  /** Of what no earlier move of any label needed. */
  brought: number;
}

const DAY = 24 * 3600 * 1000;

/** Returns what takes the space, by label and by day. */
export async function usageOf({ history, holdings, positions }: Ledger, step: Step): Promise<Usage> {
  const reach = new Reach(positions);
  const sizes = headSizes(positions);
  const labels = new Map(
    history.map(({ labelId, label, kept, deleted, thinned }): [number, LabelUsage] => [
      labelId,
      {
        labelId,
        label,
        moves: kept.length + deleted.length + thinned.length,
        only: 0,
        shared: 0,
        size: sizes.get(labelId) ?? 0,
      },
    ]),
  );
  const sums = { others: 0, shared: 0, nobody: 0, stored: 0, raw: 0 };
  const days = new Map<number, number>();
  for (const holding of holdings.all) {
    await step();
    const { stored, raw } = holding;
    const users = reach.labelsOf(holding);
    if (users.size === 0) {
      sums.nobody += stored;
      continue;
    }
    sums.stored += stored;
    sums.raw += raw;
    if (users.size > 1) sums.shared += stored;
    else if (users.has(OTHERS)) sums.others += stored;
    for (const labelId of users) {
      const usage = labels.get(labelId);
      if (usage === undefined) continue;
      if (users.size === 1) usage.only += stored;
      else usage.shared += stored;
    }
    const day = Math.floor((reach.earliest(holding)?.at ?? 0) / DAY) * DAY;
    days.set(day, (days.get(day) ?? 0) + stored);
  }
  return {
    ...sums,
    labels: [...labels.values()],
    snapshots: positions.reduce(
      (sum, placed) => sum + (placed !== undefined && placed.seq > 0 ? placed.size : 0),
      0,
    ),
    growth: [...days].sort(([a], [b]) => a - b).map(([day, stored]) => ({ day, stored })),
  };
}

/** Returns what the moves of a label need, oldest first. */
export async function moveUsageOf(
  { holdings, positions }: Ledger,
  labelId: number,
  step: Step,
): Promise<MoveUsage[]> {
  const reach = new Reach(positions);
  const moves = new Map<Placed, MoveUsage>();
  for (const placed of positions) {
    if (placed?.labelId !== labelId || placed.seq === 0) continue;
    const { seq, at, kept } = placed;
    moves.set(placed, { seq, at, kept, only: 0, brought: 0 });
  }
  for (const holding of holdings.all) {
    await step();
    const first = reach.earliest(holding);
    const usage = first && moves.get(first);
    if (usage === undefined) continue;
    usage.brought += holding.stored;
    if (reach.count(holding) === 1) usage.only += holding.stored;
  }
  return [...moves.values()].sort((a, b) => a.seq - b.seq);
}

/** Returns the size of each label's latest snapshot. */
function headSizes(positions: readonly (Placed | undefined)[]): Map<number, number> {
  const heads = new Map<number, Placed>();
  for (const placed of positions) {
    if (placed !== undefined && placed.seq > (heads.get(placed.labelId)?.seq ?? 0))
      heads.set(placed.labelId, placed);
  }
  return new Map([...heads].map(([labelId, { size }]) => [labelId, size]));
}
