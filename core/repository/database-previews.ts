import { StrataError } from "../errors.ts";
import type { RowRange, TableColumn, TableRows } from "../preview/database-view.ts";
import { cannotPreview } from "../preview/preview-errors.ts";
import { BoundedThread } from "./bounded-thread.ts";
import type { Service } from "./rpc.ts";

/** What the thread does that looks into databases. */
export type PreviewService = Service & {
  /** Takes the place of the database that was open. */
  open(bytes: Uint8Array): Promise<void>;
  tables(nothing: undefined): Promise<{ name: string; columns: TableColumn[] }[]>;
  count(table: string): Promise<number>;
  rows(range: RowRange): Promise<TableRows>;
};

type PreviewThread = BoundedThread<PreviewService>;

/** A table, and how many rows it has; undefined where counting would have taken too long. */
export interface TableSummary {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: number | undefined;
}

/** A database file: a name for its content that no other content has, and its bytes. */
export interface DatabaseFile {
  readonly key: string;
  read(): Promise<Uint8Array>;
}

/** How long things may take, in ms. */
export interface PreviewLimits {
  /** One answer in all. */
  readonly answer: number;
  /** Of it, until no more tables are counted. */
  readonly counting: number;
  /** How long the thread and its database are kept for the next question. */
  readonly idle: number;
}

const LIMITS: PreviewLimits = { answer: 5000, counting: 2500, idle: 60_000 };
/** In MiB. Only what is cut to be shown lies there; SQLite's memory is outside. */
const HEAP = 256;

/**
 * Looks into database files that may have been made to harm, in a thread that is ended when it takes too long. The last
 * database stays open there for a while.
 */
export class DatabasePreviews {
  readonly #limits: PreviewLimits;
  #thread: PreviewThread | undefined;
  /** The database that is open in the thread. */
  #opened: string | undefined;
  #idle: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(limits: Partial<PreviewLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Lists the tables of a database. Throws `CannotPreview`. */
  tables(file: DatabaseFile): Promise<TableSummary[]> {
    return this.#ask(file, async (thread, began) => {
      const tables = await thread.call("tables", undefined, began + this.#limits.answer, tooSlow);
      const counted: TableSummary[] = [];
      for (const table of tables)
        counted.push({ ...table, rows: await this.#count(thread, table.name, began) });
      return counted;
    });
  }

  /** Gives some rows of a table. Throws `CannotPreview`, and `ENOENT` where there is no such table. */
  rows(file: DatabaseFile, range: RowRange): Promise<TableRows> {
    return this.#ask(file, (thread, began) =>
      thread.call("rows", range, began + this.#limits.answer, tooSlow),
    );
  }

  /** Ends the thread, and whatever it is doing. */
  async close(): Promise<void> {
    const thread = this.#forget();
    await thread?.end(new StrataError("Cancelled", "The store was closed."));
  }

  async #count(thread: PreviewThread, table: string, began: number): Promise<number | undefined> {
    const until = began + this.#limits.counting;
    if (!thread.alive || performance.now() >= until) return undefined;
    try {
      return await thread.call("count", table, until, tooSlow);
    } catch (thrown) {
      if (thrown instanceof StrataError && thrown.code === "CannotPreview") return undefined;
      throw thrown;
    }
  }

  /** Asks one question after the other: the thread has but one database open. */
  #ask<T>(file: DatabaseFile, question: (thread: PreviewThread, began: number) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => this.#answer(file, question));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #answer<T>(
    file: DatabaseFile,
    question: (thread: PreviewThread, began: number) => Promise<T>,
  ): Promise<T> {
    clearTimeout(this.#idle);
    try {
      if (!this.#thread?.alive || this.#opened !== file.key) await this.#open(file);
      return await question(this.#running(), performance.now());
    } finally {
      this.#idle = setTimeout(() => void this.close(), this.#limits.idle).unref();
    }
  }

  async #open(file: DatabaseFile): Promise<void> {
    const bytes = await file.read();
    this.#opened = undefined;
    await this.#running().call("open", bytes, performance.now() + this.#limits.answer, tooSlow);
    this.#opened = file.key;
  }

  #running(): PreviewThread {
    if (!this.#thread?.alive) this.#thread = startPreviews();
    return this.#thread;
  }

  #forget(): PreviewThread | undefined {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    this.#opened = undefined;
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
