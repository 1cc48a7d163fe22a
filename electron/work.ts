import type { Progress } from "../core/index.ts";

/** The progress on a taskbar: a share from 0 to 1, progress of unknown length, or none. */
export type TaskbarProgress = number | "some" | "none";

interface Underway {
  readonly name: string;
  part: number | undefined;
}

/** Commands that take long enough to be shown outside of the window. */
const LONG: ReadonlySet<string> = new Set(["import", "export", "verify", "repair", "store.move"]);
/** Long commands that write: quitting would leave them undone. */
const GUARDED: ReadonlySet<string> = new Set(["import", "export", "repair", "store.move"]);

/** Tracks the long commands under way. */
export class Work {
  readonly #underway = new Map<string, Underway>();
  readonly #show: (progress: TaskbarProgress) => void;

  /** `show` is called whenever the taskbar's progress changes. */
  constructor(show: (progress: TaskbarProgress) => void) {
    this.#show = show;
  }

  begin(call: string, name: string): void {
    if (!LONG.has(name)) return;
    this.#underway.set(call, { name, part: undefined });
    this.#show(this.#progress());
  }

  progress(call: string, progress: Progress): void {
    const work = this.#underway.get(call);
    if (work === undefined) return;
    work.part = partOf(progress);
    this.#show(this.#progress());
  }

  end(call: string): void {
    if (this.#underway.delete(call)) this.#show(this.#progress());
  }

  /** The number of imports, exports, repairs and moves of the store under way. */
  get guarded(): number {
    return [...this.#underway.values()].filter(({ name }) => GUARDED.has(name)).length;
  }

  /** The least advanced command counts: the bar is full when all are done. */
  #progress(): TaskbarProgress {
    if (this.#underway.size === 0) return "none";
    const parts = [...this.#underway.values()].flatMap(({ part }) => part ?? []);
    return parts.length === 0 ? "some" : Math.min(...parts);
  }
}

/** Returns a command's share of work done; undefined while it is unknown. */
function partOf(progress: Progress): number | undefined {
  if (progress.command === "verify" || progress.command === "repair" || progress.command === "store.move")
    return ratio(progress.done, progress.total);
  if (progress.command !== "import" || progress.phase === "looking") return undefined;
  return progress.phase === "finishing" ? 1 : ratio(progress.bytesDone, progress.bytes);
}

function ratio(done: number, all: number): number | undefined {
  return all > 0 ? Math.min(1, done / all) : undefined;
}
