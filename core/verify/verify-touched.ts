import type { Database } from "../database/database.ts";
import { isCount, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import { StrataError } from "../errors.ts";
import { idToBytes, type ObjectId, type SnapshotId } from "../ids.ts";
import { isLeaf, type Node } from "../manifest/node.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import type { ObjectCensus } from "./verify-census.ts";
import type { Holder } from "./verify-holders.ts";
import type { NamedSnapshots } from "./verify-labels.ts";
import type { Pace } from "./verify-pace.ts";
import { MOST, type ProblemList, type ProblemNo } from "./verify-report.ts";
import type { SnapshotCheck } from "./verify-snapshots.ts";

const NONE: readonly ProblemNo[] = [];

/**
 * Finds the snapshots, labels, moves, mounts, merges and paths that need damaged objects. Reads every manifest node a
 * second time, and so is used only if there is damage.
 */
export class TouchedSearch {
  readonly #nodes: NodeStore;
  readonly #census: ObjectCensus;
  readonly #snapshots: SnapshotCheck;
  readonly #problems: ProblemList;
  readonly #moves: MovesTo;
  /** The problems of the nodes that were read, and of everything below them. */
  readonly #found = new Map<ObjectId, readonly ProblemNo[]>();

  constructor(parts: {
    db: Database;
    nodes: NodeStore;
    census: ObjectCensus;
    snapshots: SnapshotCheck;
    problems: ProblemList;
  }) {
    this.#nodes = parts.nodes;
    this.#census = parts.census;
    this.#snapshots = parts.snapshots;
    this.#problems = parts.problems;
    this.#moves = new MovesTo(parts.db);
  }

  /** Records for each problem which of these snapshots and holders it affects. */
  async all({ snapshots, heads }: NamedSnapshots, holders: readonly Holder[], pace: Pace): Promise<void> {
    pace.begin("touched", snapshots.size + holders.length);
    for (const id of snapshots) {
      await pace.pass();
      const found = await this.#problemsIn(id);
      if (found.length > 0) this.#touch(found, id, heads.get(id) ?? []);
      pace.advance(1);
    }
    for (const holder of holders) {
      await pace.pass();
      await this.#holder(holder);
      pace.advance(1);
    }
    pace.end();
  }

  #touch(found: readonly ProblemNo[], id: SnapshotId, heads: readonly string[]): void {
    const { moves, total } = this.#moves.to(id);
    for (const problem of found) {
      this.#problems.touch(problem, "snapshots", id);
      for (const label of heads) this.#problems.touch(problem, "labels", label);
      this.#problems.touchMoves(problem, moves, total);
    }
  }

  async #holder({ kind, id, name, snapshots, problems }: Holder): Promise<void> {
    const found = new Set(problems);
    for (const snapshot of snapshots) for (const each of await this.#problemsIn(snapshot)) found.add(each);
    for (const problem of found) {
      if (kind === "mounts") this.#problems.touch(problem, "mounts", name);
      else this.#problems.touch(problem, "merges", id);
    }
  }

  async #problemsIn(id: ObjectId): Promise<readonly ProblemNo[]> {
    const known = this.#found.get(id);
    if (known !== undefined) return known;
    const found = new Set<ProblemNo>();
    const own = this.#census.problemOf(id);
    if (own !== undefined) found.add(own);
    const node = await this.#read(id);
    for (const problem of node === undefined ? NONE : await this.#problemsBelow(node)) found.add(problem);
    const problems = found.size === 0 ? NONE : [...found];
    this.#found.set(id, problems);
    return problems;
  }

  async #problemsBelow(node: Node): Promise<readonly ProblemNo[]> {
    if (isLeaf(node)) {
      return node.items.flatMap(({ key, entry }) => {
        const problems = this.#snapshots.problemsOf(entry);
        for (const problem of problems) this.#problems.touchPath(problem, key);
        return problems;
      });
    }
    const below = new Set<ProblemNo>();
    for (const { key, id } of node.items) {
      for (const problem of await this.#problemsIn(id)) below.add(problem);
      // Only the last path of an unreadable node is known.
      const own = this.#census.problemOf(id);
      if (own !== undefined && (await this.#read(id)) === undefined) this.#problems.touchPath(own, key);
    }
    return [...below];
  }

  async #read(id: ObjectId): Promise<Node | undefined> {
    try {
      return await this.#nodes.node(id);
    } catch (thrown) {
      if (!(thrown instanceof StrataError) || thrown.code === "Cancelled") throw thrown;
      return undefined;
    }
  }
}

/** Finds the moves to a snapshot. */
class MovesTo {
  readonly #latest;
  readonly #count;

  constructor(db: Database) {
    this.#latest = readRows(
      db.prepare<[Buffer]>(
        `SELECT name AS label, seq, at FROM reflog JOIN labels ON labels.id = reflog.label
          WHERE to_id = ? ORDER BY seq DESC LIMIT ${MOST.moves}`,
      ),
      { label: isText, seq: isCount, at: isWhole },
    );
    this.#count = readValues(db.prepare<[Buffer]>("SELECT count(*) FROM reflog WHERE to_id = ?"), isCount);
  }

  /** Returns the latest moves and the number of all. */
  to(id: SnapshotId) {
    const key = idToBytes(id);
    return { moves: this.#latest.all(key), total: this.#count.get(key) ?? 0 };
  }
}
