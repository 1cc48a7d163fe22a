import type { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { missingObject } from "../objects/object-errors.ts";
import type { ProblemList, ProblemNo } from "./verify-report.ts";

/** Marks an object that the store can read. Lengths are below it: no object has more than 2^24 bytes. */
const READABLE = 2 ** 25;

/** Records for every object whether the store can read it, and if not, why. Takes about 110 bytes per object. */
export class ObjectCensus {
  readonly #problems: ProblemList;
  /** The lengths of objects with an intact copy, plus {@link READABLE} if the store finds that copy. */
  readonly #intact = new Map<ObjectId, number>();
  readonly #wrong = new Map<ObjectId, ProblemNo>();
  #unindexed: ProblemNo | undefined;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  /** Whether any object has a problem. */
  get hasProblems(): boolean {
    return this.#wrong.size > 0;
  }

  /**
   * Records an intact copy, and whether it is the one that the store reads. A damaged copy recorded before counts more.
   */
  addIntact(id: ObjectId, len: number, isWhereStoreLooks: boolean): void {
    if (this.isReadable(id)) return;
    this.#intact.set(id, isWhereStoreLooks && !this.#wrong.has(id) ? len + READABLE : len);
  }

  /** Records that the store cannot read an object, unless an intact copy was recorded before. */
  addLost(id: ObjectId, problem: ProblemNo): void {
    if (this.isReadable(id) || this.#wrong.has(id)) return;
    this.#wrong.set(id, problem);
    this.#problems.countObject(problem);
  }

  /** Records what is wrong with an object whose bytes match its id. Only the first problem is kept. */
  addFlaw(id: ObjectId, { code, message }: Pick<StrataError, "code" | "message">): ProblemNo {
    const known = this.#wrong.get(id);
    if (known !== undefined) return known;
    const problem = this.#problems.add({ code, message, id });
    this.#wrong.set(id, problem);
    return problem;
  }

  /** Returns whether the store can read the object. */
  isReadable(id: ObjectId): boolean {
    return (this.#intact.get(id) ?? 0) >= READABLE;
  }

  /** Returns whether there is an intact copy anywhere. */
  isIntact(id: ObjectId): boolean {
    return this.#intact.has(id);
  }

  /** Returns the plaintext length of an object that the store can read. */
  lengthOf(id: ObjectId): number | undefined {
    const marked = this.#intact.get(id) ?? 0;
    return marked >= READABLE ? marked - READABLE : undefined;
  }

  /** Returns the known problem of an object. */
  problemOf(id: ObjectId): ProblemNo | undefined {
    return this.#wrong.get(id);
  }

  /** Returns why a needed object cannot be read; undefined if it can. */
  problemOfNeeded(id: ObjectId): ProblemNo | undefined {
    if (this.isReadable(id)) return undefined;
    const known = this.#wrong.get(id);
    if (known !== undefined) return known;
    const problem = this.isIntact(id) ? this.#notIndexed(id) : this.#missing(id);
    this.addLost(id, problem);
    return problem;
  }

  #missing(id: ObjectId): ProblemNo {
    const { code, message } = missingObject(id);
    return this.#problems.add({ code, message, id });
  }

  #notIndexed(id: ObjectId): ProblemNo {
    this.#unindexed ??= this.#problems.add({
      code: "DatabaseDamaged",
      message: "index.db does not know objects that lie intact in packs; a repair brings them back.",
      database: "index.db",
      id,
    });
    return this.#unindexed;
  }
}
