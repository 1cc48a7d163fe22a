import type { Progress } from "../core/index.ts";

/** The progress on a taskbar: a share from 0 to 1, progress of unknown length, or none. */
export type TaskbarProgress = number | "some" | "none";

interface Underway {
  readonly name: string;
  part: number | undefined;
}

/** Commands that take long enough to be shown outside of the window. */
const LONG: ReadonlySet<string> = new Set(["import", "export", "verify"]);
/** Those that change something, which quitting would leave undone. */
const GUARDED: ReadonlySet<string> = new Set(["import", "export"]);

/** The long commands that are under way. */
export class Work {
  readonly #underway = new Map<string, Underway>();
  readonly #show: (progress: TaskbarProgress) => void;

  /** `show` is called whenever the taskbar should show something else. */
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

  /** How many imports and exports are under way. */
  get guarded(): number {
    return [...this.#underway.values()].filter(({ name }) => GUARDED.has(name)).length;
  }

  /** The least advanced tells: the bar is full when everything is done. */
  #progress(): TaskbarProgress {
    if (this.#underway.size === 0) return "none";
    const parts = [...this.#underway.values()].flatMap(({ part }) => part ?? []);
    return parts.length === 0 ? "some" : Math.min(...parts);
  }
}

/** Gives how much of its work a command has done; undefined while it does not know itself. */
function partOf(progress: Progress): number | undefined {
  if (progress.command === "verify") return ratio(progress.done, progress.total);
  if (progress.command !== "import" || progress.phase === "looking") return undefined;
  return progress.phase === "finishing" ? 1 : ratio(progress.bytesDone, progress.bytes);
}

function ratio(done: number, all: number): number | undefined {
  return all > 0 ? Math.min(1, done / all) : undefined;
}
