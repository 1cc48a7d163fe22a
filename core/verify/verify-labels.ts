import type { Database } from "../database/database.ts";
import { isCount, isIdBytes, isText, isWhole, orNull, readRows, readValues } from "../database/rows.ts";
import type { SnapshotId } from "../ids.ts";
import { hasBases } from "../labels/bases.ts";
import type { HistoryNode } from "../labels/history.ts";
import { readHistory, rowToHistory, SELECT_HISTORY, snapshotFromBytes } from "../labels/label-rows.ts";
import { SqlitePruned } from "../labels/sqlite-pruned.ts";
import type { Pace } from "./verify-pace.ts";
import type { ProblemList } from "./verify-report.ts";

/** The snapshots that labels and their reflogs name. */
export interface NamedSnapshots {
  readonly labels: number;
  /**
   * Every snapshot that has to be there, newest first: what the heads, the moves and the bases of imports lead to, and all that the
   * store knows as snapshots, but for those that were pruned. Where the oldest move that is kept came from may be collected.
   */
  readonly snapshots: ReadonlySet<SnapshotId>;
  /** The names of the labels whose head is a snapshot, by snapshot. */
  readonly heads: ReadonlyMap<SnapshotId, readonly string[]>;
}

interface LabelState {
  readonly name: string;
  readonly head: Buffer | null;
  readonly moves: number;
  readonly last: number;
}

/** The state of a label according to the part of its reflog read so far. */
interface Chain {
  moves: number;
  latest: HistoryNode | undefined;
  isBroken: boolean;
}

/**
 * Checks that every label's reflog is one unbroken chain that ends at the label's head. Returns the snapshots that
 * labels, reflogs and the table of snapshots name. Entries added meanwhile are left out.
 */
export async function verifyLabels(db: Database, problems: ProblemList, pace: Pace): Promise<NamedSnapshots> {
  const { labels, latest, recorded, bases, pruned } = readState(db);
  const chains = new Map<number, Chain>();
  const snapshots = new Set([...recorded, ...bases].map(snapshotFromBytes).filter((id) => !pruned.has(id)));
  for await (const entry of entriesUpTo(db, latest, pace)) {
    if (entry.to !== null && !pruned.has(entry.to)) snapshots.add(entry.to);
    const chain = chains.get(entry.labelId) ?? { moves: 0, latest: undefined, isBroken: false };
    chains.set(entry.labelId, chain);
    extend(chain, entry, problems);
  }
  const heads = new Map<SnapshotId, string[]>();
  for (const [id, label] of labels) {
    checkEnd(label, chains.get(id), problems);
    if (label.head === null) continue;
    const head = snapshotFromBytes(label.head);
    snapshots.add(head);
    heads.set(head, [...(heads.get(head) ?? []), label.name]);
  }
  return { labels: labels.size, snapshots, heads };
}

/** Reads everything that must agree, in one transaction. */
function readState(db: Database) {
  const labelRows = readRows(db.prepare<[]>("SELECT id, name, head, moves, last FROM labels"), {
    id: isWhole,
    name: isText,
    head: orNull(isIdBytes),
    moves: isWhole,
    last: isWhole,
  });
  const latestSeq = readValues(db.prepare<[]>("SELECT coalesce(max(seq), 0) FROM reflog"), isCount);
  const snapshotIds = readValues(db.prepare<[]>("SELECT id FROM snapshots ORDER BY at DESC, id"), isIdBytes);
  const baseIds = hasBases(db)
    ? readValues(db.prepare<[]>("SELECT snapshot FROM bases"), isIdBytes)
    : undefined;
  const read = db.transaction(() => ({
    labels: labelRows.all(),
    latest: latestSeq.get() ?? 0,
    recorded: snapshotIds.all(),
    bases: baseIds?.all() ?? [],
    pruned: new SqlitePruned(db).all(),
  }));
  const { labels, ...rest } = read();
  return { ...rest, labels: new Map(labels.map((label) => [label.id, label])) };
}

/** Yields all entries up to a number, ascending. Reads in pages, since other statements run in between. */
async function* entriesUpTo(db: Database, latest: number, pace: Pace): AsyncGenerator<HistoryNode> {
  const page = readHistory(
    db.prepare<[number, number]>(`${SELECT_HISTORY} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 500`),
  );
  for (let last: number | undefined = 0; last !== undefined; ) {
    await pace.pass();
    const rows = page.all(last, latest);
    yield* rows.map(rowToHistory);
    last = rows.at(-1)?.seq;
  }
}

/**
 * Checks that an entry starts where the one before ended. The oldest may start anywhere, since those before it may be
 * pruned.
 */
function extend(chain: Chain, entry: HistoryNode, problems: ProblemList): void {
  const { latest } = chain;
  chain.moves++;
  chain.latest = entry;
  if (latest === undefined || chain.isBroken || entry.from === latest.to) return;
  chain.isBroken = true;
  const message = `The reflog of ${entry.label} is broken: move ${entry.seq} does not start where move ${latest.seq} ended.`;
  blame(problems, entry.label, message);
}

/** Checks that a label agrees with its reflog. */
function checkEnd(
  { name, head, moves, last }: LabelState,
  chain: Chain | undefined,
  problems: ProblemList,
): void {
  const wrong = [];
  if ((head && snapshotFromBytes(head)) !== (chain?.latest?.to ?? null)) wrong.push("its head");
  if (last !== (chain?.latest?.seq ?? 0)) wrong.push("its last move");
  if (moves !== (chain?.moves ?? 0)) wrong.push("how many moves it made");
  if (wrong.length === 0) return;
  const message = `The label ${name} and its reflog disagree about ${wrong.join(" and ")}.`;
  blame(problems, name, message);
}

function blame(problems: ProblemList, label: string, message: string): void {
  const problem = problems.add({ code: "DatabaseDamaged", message, database: "strata.db" });
  problems.touch(problem, "labels", label);
}
