import type { ErrorCode } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";

/** A problem of a store, and everything that it affects. */
export interface VerifyProblem {
  readonly code: ErrorCode;
  /** One sentence. */
  readonly message: string;
  /** The object it is about; the first, if there are several. */
  readonly id?: ObjectId;
  /** The file name of the pack it is about. */
  readonly pack?: string;
  /** The number of objects that cannot be read because of it. */
  readonly objects?: number;
  /** The snapshots that need one of the objects: the newest ten. */
  readonly snapshots?: readonly SnapshotId[];
  /** The labels whose head is such a snapshot, or whose reflog has the problem. */
  readonly labels?: readonly string[];
  /** The affected paths in these snapshots, at most twenty. For a lost manifest node, its last path. */
  readonly paths?: readonly string[];
}

/** The report of {@link verifyStore}: what it read and what is wrong. */
export interface VerifyReport {
  readonly packs: number;
  /** Number of objects read and hashed. Each copy counts. */
  readonly objects: number;
  /** Plaintext bytes of the intact ones. */
  readonly bytes: number;
  readonly snapshots: number;
  /** Includes deleted labels. */
  readonly labels: number;
  /** Empty if the store is sound. */
  readonly problems: readonly VerifyProblem[];
}

/** The position of a problem in the list. */
export type ProblemNo = number;

/** Maximum number of problems listed one by one, so that the report of a lost disk stays readable. */
const MOST_PROBLEMS = 1000;
const MOST_SNAPSHOTS = 10;
const MOST_PATHS = 20;

interface Gathered extends Pick<VerifyProblem, "code" | "message" | "id" | "pack"> {
  objects: number;
  readonly snapshots: Set<SnapshotId>;
  readonly labels: Set<string>;
  readonly paths: Set<string>;
}

/** Collects problems, and then what each of them affects. */
export class ProblemList {
  readonly #problems: Gathered[] = [];

  /** Adds a problem and returns its number. */
  add(problem: Pick<VerifyProblem, "code" | "message" | "id" | "pack">): ProblemNo {
    const no = this.#problems.length;
    if (no > MOST_PROBLEMS) return MOST_PROBLEMS;
    const told =
      no < MOST_PROBLEMS ? problem : { code: problem.code, message: "More is damaged than is told here." };
    this.#problems.push({ ...told, objects: 0, snapshots: new Set(), labels: new Set(), paths: new Set() });
    return no;
  }

  /** Counts an object that cannot be read because of a problem. */
  countObject(no: ProblemNo): void {
    const problem = this.#problems[no];
    if (problem !== undefined) problem.objects++;
  }

  /** Records a snapshot that a problem affects. */
  touchSnapshot(no: ProblemNo, id: SnapshotId): void {
    addUpTo(MOST_SNAPSHOTS, this.#problems[no]?.snapshots, id);
  }

  /** Records a label that a problem affects. */
  touchLabel(no: ProblemNo, name: string): void {
    this.#problems[no]?.labels.add(name);
  }

  /** Records a path that a problem affects. */
  touchPath(no: ProblemNo, path: string): void {
    addUpTo(MOST_PATHS, this.#problems[no]?.paths, path);
  }

  /** Returns all problems in the order in which they were found. */
  report(): VerifyProblem[] {
    return this.#problems.map(({ objects, snapshots, labels, paths, ...problem }) => ({
      ...problem,
      ...(objects === 0 ? {} : { objects }),
      ...(snapshots.size === 0 ? {} : { snapshots: [...snapshots] }),
      ...(labels.size === 0 ? {} : { labels: [...labels] }),
      ...(paths.size === 0 ? {} : { paths: [...paths] }),
    }));
  }
}

function addUpTo<T>(most: number, set: Set<T> | undefined, item: T): void {
  if (set !== undefined && set.size < most) set.add(item);
}
