import type { Database } from "../../database/database.ts";
import { isIdBytes, readValues } from "../../database/rows.ts";
import type { SnapshotId } from "../../ids.ts";
import { snapshotFromBytes } from "../../labels/label-rows.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { Lease } from "../../store/leases.ts";
import { type HistoryRules, type LabelPlan, planHistory } from "../history-plan.ts";
import { findRoots } from "../roots.ts";

/** The label of what goes with no label: working copies, merges, readers and new snapshots. */
export const OTHERS = -1;

/** Something that needs objects: a move of a label, or another root. */
export interface Needing {
  /** Tells it from others, and changes with what it needs. */
  readonly key: string;
  /** The label's key, or {@link OTHERS}. */
  readonly labelId: number;
  /** The number of the move; 0 of the last imports of a label, and of others. */
  readonly seq: number;
  /** In ms since 1970; of others, when they were looked at. */
  readonly at: number;
  /** Whether the retention keeps it. Others are always kept. */
  readonly kept: boolean;
  readonly snapshots: readonly SnapshotId[];
  readonly entries?: (() => readonly Entry[]) | undefined;
}

/** Everything in a store that needs objects, at one moment. */
export interface AllNeeding {
  readonly history: readonly LabelPlan[];
  /** Others first, then the moves of each label, oldest first. */
  readonly needing: readonly Needing[];
}

/** Finds all that needs objects, and what some rules keep of it. */
export function findNeeding(
  db: Database,
  { rules, leases }: { readonly rules: HistoryRules; readonly leases: readonly Lease[] },
): AllNeeding {
  return db.transaction(() => {
    const history = planHistory(db, rules);
    const gone = new Set(
      readValues(db.prepare<[]>("SELECT id FROM pruned_snapshots"), isIdBytes).all().map(snapshotFromBytes),
    );
    const labels = new Map(history.map(({ label, labelId }) => [label, labelId]));
    const others = findRoots({ db, history: [], leases, now: rules.now }).map(
      ({ key, label, snapshots, entries }): Needing => ({
        // Two labels can have one last import.
        key: label === undefined ? key : `${key} ${labels.get(label)}`,
        labelId: label === undefined ? OTHERS : (labels.get(label) ?? OTHERS),
        seq: 0,
        at: rules.now,
        kept: true,
        snapshots,
        entries,
      }),
    );
    return { history, needing: [...others, ...history.flatMap((plan) => movesOf(plan, gone))] };
  })();
}

function movesOf({ labelId, kept, deleted, thinned }: LabelPlan, gone: ReadonlySet<SnapshotId>): Needing[] {
  const stay = new Set(kept);
  return [...kept, ...deleted, ...thinned]
    .sort((a, b) => a.seq - b.seq)
    .map((move) => {
      const { seq, at, to, parents } = move;
      const named = to === null ? parents : [to, ...parents];
      const snapshots = gone.size === 0 ? named : named.filter((id) => !gone.has(id));
      const key = snapshots.length === named.length ? `move ${seq}` : `move ${seq} ${snapshots.join(" ")}`;
      return { key, labelId, seq, at, kept: stay.has(move), snapshots };
    });
}
