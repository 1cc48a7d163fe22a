import type { ErrorCode } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";

/** A move of a label. */
export interface TouchedMove {
  readonly label: string;
  readonly seq: number;
  /** In ms since 1970. */
  readonly at: number;
}

/** The things that a problem can touch. Lists are cut to the numbers in {@link MOST}. */
export interface Touched {
  /** The snapshots that need one of the objects, the newest first. */
  readonly snapshots: readonly SnapshotId[];
  /** The labels whose head is such a snapshot, or whose reflog has the problem. */
  readonly labels: readonly string[];
  /** The moves to such a snapshot, the latest of each first. */
  readonly moves: readonly TouchedMove[];
  /** The names of the mounts whose base is such a snapshot, or whose rows need one of the objects. */
  readonly mounts: readonly string[];
  /** The numbers of the merges that name such a snapshot, or such an entry. */
  readonly merges: readonly number[];
  /** The affected paths. For a lost manifest node, its last path. */
  readonly paths: readonly string[];
}

/** The sizes of the lists before they were cut. A list that nothing is in has none. */
export type TouchedTotals = { readonly [K in keyof Touched]?: number };

/** A problem of a store, and everything that it affects. Empty lists are left out. */
export interface VerifyProblem extends Partial<Touched> {
  readonly code: ErrorCode;
  /** One sentence. */
  readonly message: string;
  /** The object it is about; the first, if there are several. */
  readonly id?: ObjectId;
  /** The file name of the pack it is about. */
  readonly pack?: string;
  /** The database it is about. */
  readonly database?: DatabaseName;
  /** The number of objects that cannot be read because of it. */
  readonly objects?: number;
  /** Left out if it touches nothing. */
  readonly totals?: TouchedTotals;
  /** Whether there are more paths than `totals` says, which were not counted. */
  readonly morePaths?: true;
}

/** The report of {@link verifyStore}: what it read and what is wrong. */
export interface VerifyReport {
  /** Whether contents were read and hashed. */
  readonly depth: Depth;
  readonly packs: number;
  /** Number of objects read and hashed; with `quick`, of those that were found. Each copy counts. */
  readonly objects: number;
  /** Plaintext bytes of the intact ones. */
  readonly bytes: number;
  readonly snapshots: number;
  /** Includes deleted labels. */
  readonly labels: number;
  /** Includes discarded mounts. */
  readonly mounts: number;
  /** Includes ended merges that can still be seen. */
  readonly merges: number;
  /** Empty if the store is sound. */
  readonly problems: readonly VerifyProblem[];
}

/** How much is read: `quick` no contents, `full` everything. */
export type Depth = "quick" | "full";

/** The file name of a store's database. */
export type DatabaseName = "strata.db" | "index.db";

/** The problem itself, without what it affects. */
type Told = Pick<VerifyProblem, "code" | "message" | "id" | "pack" | "database">;

/** The position of a problem in the list. */
export type ProblemNo = number;

/** Maximum number of problems listed one by one, so that the report of a lost disk stays readable. */
const MOST_PROBLEMS = 1000;
/** Maximum lengths of the lists of a problem. */
export const MOST: { readonly [K in keyof Touched]: number } = {
  snapshots: 10,
  labels: 20,
  moves: 10,
  mounts: 20,
  merges: 20,
  paths: 20,
};
/** Number of paths, of all problems, that are told apart to count them. Bounds the memory that a lost disk takes. */
const MOST_COUNTED_PATHS = 200_000;

type Lists = { [K in keyof Touched]: Touched[K][number][] };

interface Gathered extends Told {
  objects: number;
  readonly lists: Lists;
  readonly totals: Record<keyof Touched, number>;
  readonly paths: Set<string>;
  hasMorePaths: boolean;
}

/** Collects problems, and then what each of them affects. */
export class ProblemList {
  readonly #problems: Gathered[] = [];
  readonly #databases = new Set<DatabaseName>();
  #countedPaths = 0;

  /** Adds a problem and returns its number. */
  add({ code, message, id, pack, database }: Told): ProblemNo {
    const no = this.#problems.length;
    if (database !== undefined) this.#databases.add(database);
    if (no > MOST_PROBLEMS) return MOST_PROBLEMS;
    const told =
      no < MOST_PROBLEMS
        ? { code, message, ...(id && { id }), ...(pack && { pack }), ...(database && { database }) }
        : { code, message: "More is damaged than is told here." };
    this.#problems.push({
      ...told,
      objects: 0,
      lists: { snapshots: [], labels: [], moves: [], mounts: [], merges: [], paths: [] },
      totals: { snapshots: 0, labels: 0, moves: 0, mounts: 0, merges: 0, paths: 0 },
      paths: new Set(),
      hasMorePaths: false,
    });
    return no;
  }

  /** Returns whether a problem is about this database, also one that is not listed. */
  isAbout(database: DatabaseName): boolean {
    return this.#databases.has(database);
  }

  /** Counts an object that cannot be read because of a problem. */
  countObject(no: ProblemNo): void {
    const problem = this.#problems[no];
    if (problem !== undefined) problem.objects++;
  }

  /** Records something that a problem affects. It must not be recorded twice for one problem. */
  touch<K extends Exclude<keyof Touched, "paths">>(no: ProblemNo, kind: K, item: Touched[K][number]): void {
    const problem = this.#problems[no];
    if (problem === undefined) return;
    problem.totals[kind]++;
    const list: Touched[K][number][] = problem.lists[kind];
    if (list.length < MOST[kind]) list.push(item);
  }

  /** Records moves that a problem affects, of which only some are given. */
  touchMoves(no: ProblemNo, moves: readonly TouchedMove[], total: number): void {
    for (const move of moves) this.touch(no, "moves", move);
    const problem = this.#problems[no];
    if (problem !== undefined) problem.totals.moves += total - moves.length;
  }

  /** Records a path that a problem affects, which may be known already. */
  touchPath(no: ProblemNo, path: string): void {
    const problem = this.#problems[no];
    if (problem === undefined || problem.paths.has(path)) return;
    if (this.#countedPaths === MOST_COUNTED_PATHS && problem.paths.size >= MOST.paths) {
      problem.hasMorePaths = true;
      return;
    }
    if (this.#countedPaths < MOST_COUNTED_PATHS) this.#countedPaths++;
    problem.paths.add(path);
    problem.totals.paths++;
    if (problem.lists.paths.length < MOST.paths) problem.lists.paths.push(path);
  }

  /** Returns all problems in the order in which they were found. */
  report(): VerifyProblem[] {
    return this.#problems.map(({ objects, lists, totals, paths, hasMorePaths, ...problem }) => ({
      ...problem,
      ...(objects === 0 ? {} : { objects }),
      ...nonEmpty(lists, ({ length }) => length > 0),
      ...(Object.values(totals).some((total) => total > 0) && {
        totals: nonEmpty(totals, (total) => total > 0),
      }),
      ...(hasMorePaths && { morePaths: true as const }),
    }));
  }
}

function nonEmpty<T extends object>(fields: T, isFilled: (value: T[keyof T]) => boolean): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isFilled(value))) as Partial<T>;
}
