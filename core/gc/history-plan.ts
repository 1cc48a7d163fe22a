import type { Database } from "../database/database.ts";
import { isCount, isIdBytes, isText, isWhole, orNull, readRows } from "../database/rows.ts";
import type { SnapshotId } from "../ids.ts";
import { SqliteKeptMoves } from "../labels/kept-moves.ts";
import { isIds, parseSettings, snapshotFromBytes, splitIds } from "../labels/label-rows.ts";
import type { LabelSettings } from "../labels/label-store.ts";
import { keptMoves, type RetainedMove, type Retention } from "../labels/retention.ts";

/** How long a deleted label, and everything else that a person can take back, stays: 30 days, in milliseconds. */
export const DELETED_STAYS = 30 * 24 * 3600 * 1000;

/** A move as a collection looks at it. */
export interface PlannedMove {
  readonly seq: number;
  readonly at: number;
  readonly to: SnapshotId | null;
  readonly parents: readonly SnapshotId[];
}

/** What a collection does to the history of one label. */
export interface LabelPlan {
  readonly label: string;
  /** The label's key. */
  readonly labelId: number;
  /** The moves whose snapshots stay, oldest first. */
  readonly kept: readonly PlannedMove[];
  /** The oldest moves, whose entries are deleted. */
  readonly deleted: readonly PlannedMove[];
  /** Moves between kept ones: their entries stay, their snapshots do not. */
  readonly thinned: readonly PlannedMove[];
}

/** What to plan for. */
export interface HistoryRules {
  /** In ms since 1970. */
  readonly now: number;
  /** Returns how much of a label's history is kept. */
  retentionOf(label: { readonly name: string; readonly settings: LabelSettings }): Retention;
  /** Whether labels that were deleted in the last 30 days go too. */
  readonly deletedToo: boolean;
}

/**
 * Returns what a collection does to the history of each label. A label that is deleted for longer than 30 days loses all moves but
 * kept ones; until then nothing of it goes.
 */
export function planHistory(db: Database, rules: HistoryRules): LabelPlan[] {
  const kept = new SqliteKeptMoves(db);
  const moves = movesByLabel(db);
  const labels = readRows(db.prepare<[]>("SELECT id, name, head, settings FROM labels ORDER BY id"), {
    id: isCount,
    name: isText,
    head: orNull(isIdBytes),
    settings: isText,
  });
  return labels.all().map(({ id, name, head, settings: text }) => {
    const own = moves.get(id) ?? [];
    const marked = kept.movesOf(id);
    const stays =
      head === null
        ? keptOfDeleted(marked, rules)
        : keptMoves(marked, rules.retentionOf({ name, settings: parseSettings(text) }), rules.now);
    const first = own.findIndex(({ seq }) => stays.has(seq));
    const begin = first < 0 ? own.length : first;
    return {
      label: name,
      labelId: id,
      kept: own.filter(({ seq }) => stays.has(seq)),
      deleted: own.slice(0, begin),
      thinned: own.slice(begin).filter(({ seq }) => !stays.has(seq)),
    };
  });
}

function keptOfDeleted(moves: readonly RetainedMove[], { now, deletedToo }: HistoryRules): Set<number> {
  const deletedAt = moves.at(-1)?.at ?? now;
  const all = !deletedToo && now - deletedAt < DELETED_STAYS;
  return new Set(moves.filter(({ kept }) => all || kept).map(({ seq }) => seq));
}

function movesByLabel(db: Database): Map<number, PlannedMove[]> {
  const rows = readRows(db.prepare<[]>("SELECT label, seq, at, to_id, parents FROM reflog ORDER BY seq"), {
    label: isCount,
    seq: isCount,
    at: isWhole,
    to_id: orNull(isIdBytes),
    parents: orNull(isIds),
  });
  const moves = new Map<number, PlannedMove[]>();
  for (const { label, seq, at, to_id, parents } of rows.all()) {
    const own = moves.get(label) ?? [];
    moves.set(label, own);
    own.push({
      seq,
      at,
      to: to_id && snapshotFromBytes(to_id),
      parents: parents === null ? [] : splitIds(parents),
    });
  }
  return moves;
}
