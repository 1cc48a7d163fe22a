import type { ErrorCode } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";

/** Something that is wrong with a store, and what cannot be relied upon because of it. */
export interface VerifyProblem {
  readonly code: ErrorCode;
  /** One sentence. */
  readonly message: string;
  /** The object that it is about: the first, where there are several. */
  readonly id?: ObjectId;
  /** The file name of the pack that it is about. */
  readonly pack?: string;
  /** How many objects it keeps from being read. */
  readonly objects?: number;
  /** Snapshots that need one of the objects: the newest ten. */
  readonly snapshots?: readonly SnapshotId[];
  /** Labels whose head is such a snapshot, or whose reflog it is about. */
  readonly labels?: readonly string[];
  /** Paths in the snapshots that are touched: twenty of them. Of a manifest node that is lost, its last path. */
  readonly paths?: readonly string[];
}

/** What {@link verifyStore} read, and what it found wrong. */
export interface VerifyReport {
  readonly packs: number;
  /** Objects that were read and hashed, each copy counted. */
  readonly objects: number;
  /** Plaintext bytes of those that were intact. */
  readonly bytes: number;
  readonly snapshots: number;
  /** Deleted labels count too. */
  readonly labels: number;
  /** None: the store is sound. */
  readonly problems: readonly VerifyProblem[];
}

/** The place of a problem in the list. */
export type ProblemNo = number;

/** More problems than this are told together: a report must stay readable when a whole disk is lost. */
const MOST_PROBLEMS = 1000;
const MOST_SNAPSHOTS = 10;
const MOST_PATHS = 20;

interface Gathered extends Pick<VerifyProblem, "code" | "message" | "id" | "pack"> {
  objects: number;
  readonly snapshots: Set<SnapshotId>;
  readonly labels: Set<string>;
  readonly paths: Set<string>;
}

/** Gathers what is wrong, and then what each problem touches. */
export class ProblemList {
  readonly #problems: Gathered[] = [];

  /** Adds a problem and gives its number. */
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

  /** Notes a snapshot that a problem touches. */
  touchSnapshot(no: ProblemNo, id: SnapshotId): void {
    addUpTo(MOST_SNAPSHOTS, this.#problems[no]?.snapshots, id);
  }

  /** Notes a label that a problem touches. */
  touchLabel(no: ProblemNo, name: string): void {
    this.#problems[no]?.labels.add(name);
  }

  /** Notes a path that a problem touches. */
  touchPath(no: ProblemNo, path: string): void {
    addUpTo(MOST_PATHS, this.#problems[no]?.paths, path);
  }

  /** Gives all problems, in the order in which they were found. */
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
