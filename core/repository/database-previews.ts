import { StrataError } from "../errors.ts";
import type { ChangedRows, RowCounts } from "../preview/database-changes.ts";
import type { RowRange, TableColumn, TableRows } from "../preview/database-view.ts";
import { cannotPreview } from "../preview/preview-errors.ts";
import { SerialQueue } from "../serial-queue.ts";
import { BoundedThread } from "../threads/bounded-thread.ts";
import type { PreviewService } from "../threads/preview-worker.ts";

type PreviewThread = BoundedThread<PreviewService>;

/** A table with the number of its rows; undefined where counting would have taken too long. */
export interface TableSummary {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: number | undefined;
}

/** How one table changed; `counts` is undefined where comparing its rows would have taken too long. */
export interface TableComparison {
  readonly name: string;
  readonly change: "added" | "removed" | undefined;
  readonly counts: RowCounts | undefined;
}

/** A range of a table's changed rows. */
export type ChangedRange = RowRange;

/** A database file: a key unique to its content, and its bytes. */
export interface DatabaseFile {
  readonly key: string;
  read(): Promise<Uint8Array>;
}

/** Time limits, in ms. */
export interface PreviewLimits {
  /** For one answer. */
  readonly answer: number;
  /** The part of it in which tables are counted or compared. */
  readonly counting: number;
  /** The time for which the idle thread and its databases are kept. */
  readonly idle: number;
}

const LIMITS: PreviewLimits = { answer: 5000, counting: 2500, idle: 60_000 };
/** The thread's heap in MiB. It holds only truncated values; SQLite's memory is outside. */
const HEAP = 256;

/**
 * Reads database files that may be malicious, in a thread that is terminated when it takes too long. The last
 * one, or the two that were compared last, stay open there for a while.
 */
export class DatabasePreviews {
  readonly #limits: PreviewLimits;
  #thread: PreviewThread | undefined;
  /** The keys of the databases that are open in the thread. */
  #opened: readonly string[] = [];
  #idle: NodeJS.Timeout | undefined;
  readonly #queue = new SerialQueue();

  constructor(limits: Partial<PreviewLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Lists the tables of a database. Throws `CannotPreview`. */
  tables(file: DatabaseFile): Promise<TableSummary[]> {
    const { key } = file;
    return this.#ask([file], async (thread, began) => {
      const tables = await thread.call("tables", key, began + this.#limits.answer, tooSlow);
      const counted: TableSummary[] = [];
      for (const table of tables) {
        const rows = await this.#inTime(thread, began, (until) =>
          thread.call("count", { key, table: table.name }, until, tooSlow),
        );
        counted.push({ ...table, rows });
      }
      return counted;
    });
  }

  /** Returns some rows of a table. Throws `CannotPreview`, and `ENOENT` where there is no such table. */
  rows(file: DatabaseFile, range: RowRange): Promise<TableRows> {
    const { key } = file;
    return this.#ask([file], (thread, began) =>
      thread.call("rows", { key, range }, began + this.#limits.answer, tooSlow),
    );
  }

  /** Lists the tables of two databases, in order, with their changes. Throws `CannotPreview`. */
  compare(before: DatabaseFile, after: DatabaseFile): Promise<TableComparison[]> {
    return this.#ask([before, after], async (thread, began) => {
      const until = began + this.#limits.answer;
      const old = new Set((await thread.call("tables", before.key, until, tooSlow)).map(({ name }) => name));
      const now = new Set((await thread.call("tables", after.key, until, tooSlow)).map(({ name }) => name));
      const compared: TableComparison[] = [];
      for (const name of [...new Set([...old, ...now])].sort()) {
        const request = { before: before.key, after: after.key, table: name };
        const counts = await this.#inTime(thread, began, (until) =>
          thread.call("compare", request, until, tooSlow),
        );
        const change = !old.has(name) ? "added" : now.has(name) ? undefined : "removed";
        compared.push({ name, change, counts });
      }
      return compared;
    });
  }

  /** Returns some of the rows of a table in which two databases differ. Throws `CannotPreview`, and `ENOENT` where neither has it. */
  changes(before: DatabaseFile, after: DatabaseFile, range: ChangedRange): Promise<ChangedRows> {
    const request = { before: before.key, after: after.key, ...range };
    return this.#ask([before, after], (thread, began) =>
      thread.call("changes", request, began + this.#limits.answer, tooSlow),
    );
  }

  /** Terminates the thread with any running call. */
  async close(): Promise<void> {
    const thread = this.#forget();
    await thread?.end(new StrataError("Cancelled", "The store was closed."));
  }

  /** Runs work within the remaining time; returns undefined if it takes longer. */
  async #inTime<T>(
    thread: PreviewThread,
    began: number,
    ask: (until: number) => Promise<T>,
  ): Promise<T | undefined> {
    const until = began + this.#limits.counting;
    if (!thread.alive || performance.now() >= until) return undefined;
    try {
      return await ask(until);
    } catch (thrown) {
      if (thrown instanceof StrataError && thrown.code === "CannotPreview") return undefined;
      throw thrown;
    }
  }

  /** Runs one call after the other, as the thread has only one call's databases open. */
  #ask<T>(
    files: readonly DatabaseFile[],
    question: (thread: PreviewThread, began: number) => Promise<T>,
  ): Promise<T> {
    return this.#queue.run(() => this.#answer(files, question));
  }

  async #answer<T>(
    files: readonly DatabaseFile[],
    question: (thread: PreviewThread, began: number) => Promise<T>,
  ): Promise<T> {
    clearTimeout(this.#idle);
    try {
      for (const file of files) {
        if (this.#thread?.alive && this.#opened.includes(file.key)) continue;
        await this.#open(
          file,
          files.map(({ key }) => key),
        );
      }
      return await question(this.#running(), performance.now());
    } finally {
      this.#idle = setTimeout(() => void this.close(), this.#limits.idle).unref();
    }
  }

  async #open(file: DatabaseFile, needed: readonly string[]): Promise<void> {
    const { key } = file;
    const bytes = await file.read();
    const keep = this.#thread?.alive ? this.#opened.filter((each) => needed.includes(each)) : [];
    this.#opened = keep;
    await this.#running().call(
      "open",
      { key, bytes, keep },
      performance.now() + this.#limits.answer,
      tooSlow,
    );
    this.#opened = [...keep, key];
  }

  #running(): PreviewThread {
    if (!this.#thread?.alive) this.#thread = startPreviews();
    return this.#thread;
  }

  #forget(): PreviewThread | undefined {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    this.#opened = [];
    return thread;
  }
}

function startPreviews(): PreviewThread {
  return new BoundedThread("preview-worker.js", HEAP, (reason) =>
    cannotPreview("too large", `Looking into the database failed: ${reason.message}.`, reason),
  );
}

function tooSlow(): StrataError {
  return cannotPreview("too slow", "Looking into the database takes too long.");
}
