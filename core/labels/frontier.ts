/** An entry that a walk from two entries has reached, and what the walk knows about it. */
export interface Reached {
  readonly seq: number;
  /** Whether it is an ancestor of the first entry. */
  readonly ofA: boolean;
  /** Whether it is an ancestor of the second entry. */
  readonly ofB: boolean;
  /** Whether it is an ancestor of a common ancestor. */
  readonly belowBase: boolean;
}

const OF_A = 1;
const OF_B = 2;
const BELOW_BASE = 4;

/** A queue of the entries that a walk down two histories has reached and not yet passed, latest first. */
export class Frontier {
  /** A binary heap: each item is larger than those at 2i + 1 and 2i + 2. */
  readonly #heap: number[] = [];
  readonly #marks = new Map<number, number>();
  /** The number of waiting entries with each combination of marks. */
  readonly #counts = new Array<number>(8).fill(0);

  /** Whether there may be another best common ancestor: one is waiting, or both histories have entries left. */
  get mayMeet(): boolean {
    const count = (marks: number) => this.#counts[marks] ?? 0;
    return count(OF_A | OF_B) > 0 || (count(OF_A) > 0 && count(OF_B) > 0);
  }

  /** Adds an entry, or adds to what is known of a waiting one. */
  add(seq: number, known: Partial<Omit<Reached, "seq">>): void {
    const before = this.#marks.get(seq);
    const marks =
      (before ?? 0) | (known.ofA ? OF_A : 0) | (known.ofB ? OF_B : 0) | (known.belowBase ? BELOW_BASE : 0);
    if (marks === before) return;
    if (before === undefined) this.#push(seq);
    else this.#count(before, -1);
    this.#marks.set(seq, marks);
    this.#count(marks, 1);
  }

  /** Removes and returns the latest entry, or undefined if none waits. */
  takeLatest(): Reached | undefined {
    const seq = this.#pop();
    if (seq === undefined) return undefined;
    const marks = this.#marks.get(seq) ?? 0;
    this.#marks.delete(seq);
    this.#count(marks, -1);
    return {
      seq,
      ofA: (marks & OF_A) !== 0,
      ofB: (marks & OF_B) !== 0,
      belowBase: (marks & BELOW_BASE) !== 0,
    };
  }

  #count(marks: number, change: number): void {
    this.#counts[marks] = (this.#counts[marks] ?? 0) + change;
  }

  #at(index: number): number {
    return this.#heap[index] ?? Number.NEGATIVE_INFINITY;
  }

  #push(seq: number): void {
    let hole = this.#heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.#at(parent) >= seq) break;
      this.#heap[hole] = this.#at(parent);
      hole = parent;
    }
    this.#heap[hole] = seq;
  }

  #pop(): number | undefined {
    const top = this.#heap[0];
    const moved = this.#heap.pop();
    if (moved === undefined || this.#heap.length === 0) return top;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const larger = this.#at(left + 1) > this.#at(left) ? left + 1 : left;
      if (this.#at(larger) <= moved) break;
      this.#heap[hole] = this.#at(larger);
      hole = larger;
    }
    this.#heap[hole] = moved;
    return top;
  }
}
