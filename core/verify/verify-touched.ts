import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { isLeaf, type Node } from "../manifest/node.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import type { ObjectCensus } from "./verify-census.ts";
import type { NamedSnapshots } from "./verify-labels.ts";
import type { Pace } from "./verify-pace.ts";
import type { ProblemList, ProblemNo } from "./verify-report.ts";
import type { SnapshotCheck } from "./verify-snapshots.ts";

const NONE: readonly ProblemNo[] = [];

/**
 * Finds the snapshots, labels and paths that need damaged objects. Reads every manifest node a second time, and so is
 * used only if there is damage.
 */
export class TouchedSearch {
  readonly #nodes: NodeStore;
  readonly #census: ObjectCensus;
  readonly #snapshots: SnapshotCheck;
  readonly #problems: ProblemList;
  /** The problems of the nodes that were read, and of everything below them. */
  readonly #found = new Map<ObjectId, readonly ProblemNo[]>();

  constructor(parts: {
    nodes: NodeStore;
    census: ObjectCensus;
    snapshots: SnapshotCheck;
    problems: ProblemList;
  }) {
    this.#nodes = parts.nodes;
    this.#census = parts.census;
    this.#snapshots = parts.snapshots;
    this.#problems = parts.problems;
  }

  /** Records for each problem which of these snapshots it affects. */
  async all({ snapshots, heads }: NamedSnapshots, pace: Pace): Promise<void> {
    pace.begin("touched", snapshots.size);
    for (const id of snapshots) {
      await pace.pass();
      for (const problem of await this.#problemsIn(id)) {
        this.#problems.touchSnapshot(problem, id);
        for (const label of heads.get(id) ?? []) this.#problems.touchLabel(problem, label);
      }
      pace.advance(1);
    }
    pace.end();
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
    const below: ProblemNo[] = [];
    for (const { key, id } of node.items) {
      below.push(...(await this.#problemsIn(id)));
      // Only the last path of an unreadable node is known.
      const lost = this.#census.isReadable(id) ? undefined : this.#census.problemOf(id);
      if (lost !== undefined) this.#problems.touchPath(lost, key);
    }
    return below;
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
