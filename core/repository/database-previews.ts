import { StrataError } from "../errors.ts";
import type { ChangedRows, RowCounts } from "../preview/database-changes.ts";
import type { RowRange, TableColumn, TableRows } from "../preview/database-view.ts";
import { cannotPreview } from "../preview/preview-errors.ts";
import { SerialQueue } from "../serial-queue.ts";
import { BoundedThread } from "../threads/bounded-thread.ts";
import type { PreviewService } from "../threads/preview-worker.ts";

type PreviewThread = BoundedThread<PreviewService>;

/** A table, and how many rows it has; undefined where counting would have taken too long. */
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

/** Which changed rows of a table to give. */
export type ChangedRange = RowRange;

/** A database file: a name for its content that no other content has, and its bytes. */
export interface DatabaseFile {
  readonly key: string;
  read(): Promise<Uint8Array>;
}

/** How long things may take, in ms. */
export interface PreviewLimits {
  /** One answer in all. */
  readonly answer: number;
  /** Of it, until no more tables are counted or compared. */
  readonly counting: number;
  /** How long the thread and its database are kept for the next question. */
  readonly idle: number;
}

const LIMITS: PreviewLimits = { answer: 5000, counting: 2500, idle: 60_000 };
/** In MiB. Only what is cut to be shown lies there; SQLite's memory is outside. */
const HEAP = 256;

/**
 * Looks into database files that may have been made to harm, in a thread that is ended when it takes too long. The last
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

  /** Gives some rows of a table. Throws `CannotPreview`, and `ENOENT` where there is no such table. */
  rows(file: DatabaseFile, range: RowRange): Promise<TableRows> {
    const { key } = file;
    return this.#ask([file], (thread, began) =>
      thread.call("rows", { key, range }, began + this.#limits.answer, tooSlow),
    );
  }

  /** Lists the tables of two databases, in order, with what became of each. Throws `CannotPreview`. */
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

  /** Gives some of the rows of a table in which two databases differ. Throws `CannotPreview`, and `ENOENT` where neither has it. */
  changes(before: DatabaseFile, after: DatabaseFile, range: ChangedRange): Promise<ChangedRows> {
    const request = { before: before.key, after: after.key, ...range };
    return this.#ask([before, after], (thread, began) =>
      thread.call("changes", request, began + this.#limits.answer, tooSlow),
    );
  }

  /** Ends the thread, and whatever it is doing. */
  async close(): Promise<void> {
    const thread = this.#forget();
    await thread?.end(new StrataError("Cancelled", "The store was closed."));
  }

  /** Gives undefined for what would take more than the time that there is for it. */
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

  /** Asks one question after the other: the thread has but the databases of one open. */
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
