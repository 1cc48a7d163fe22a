import { readdirSync } from "node:fs";
import {
  asStrataError,
  DailyCollector,
  invoke,
  invokeStream,
  type Progress,
  type Repository,
  registry,
  Scrubber,
  type StoreEvent,
  StoreHandle,
  StrataError,
  splitReference,
  throttled,
} from "../core/index.ts";
import type { HostContext, HostData, HostEvent, HostService, Measure } from "./host-service.ts";
import { makeSample } from "./sample.ts";

/** The shortest time between two progress events, in ms: as often as the eye follows a bar. */
const PROGRESS = 50;
/** The most files read at once. Beyond it, the one left idle longest is dropped. */
const MOST_CONTENTS = 64;

/** Commands that may close the store, and work on one that does not open. */
const CLOSING: ReadonlySet<string> = new Set(["recover", "repair"]);

/** The command after which the store is elsewhere. */
const MOVING = "store.move";

/** Owns the store, and answers the main process's requests in a thread of its own. */
export class StoreHost {
  readonly #store: StoreHandle;
  readonly #contents = new Map<number, AsyncIterator<Uint8Array>>();
  #tell: (event: HostEvent) => void = () => undefined;
  #unwatch: () => void = () => undefined;
  #scrubber: Scrubber | undefined;
  #collector: DailyCollector | undefined;
  #lastContent = 0;
  /** Whether the store existed before: then none is created in its place. */
  #known: boolean;
  /** The error while the opened files are no longer the store's. The store is reopened when it is back. */
  #lost: StrataError | undefined;
  #isMoving = false;
  #isClosed = false;

  constructor({ folder, known }: HostData) {
    this.#known = known;
    this.#store = new StoreHandle(folder, { surface: "app", create: true }, (repository) =>
      this.#opened(repository),
    );
  }

  /** Returns the service's methods. */
  service(): HostService {
    return {
      watch: (_, context) => this.#watch(context),
      invoke: (call, context) => this.#invoke(call, context),
      content: (ref) => this.#content(ref),
      piece: (content) => this.#piece(content),
      done: (content) => this.#done(content),
      measure: (ref) => this.#measure(ref),
      sample: async (_, { signal }) => makeSample({ store: this.#theStore(), signal }),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unwatch();
    this.#scrubber?.stop();
    this.#collector?.stop();
    for (const content of [...this.#contents.keys()]) await this.#done(content);
    await this.#store.close();
  }

  /** Returns the store for a command, which may create it. Throws `NotAStore` if a known store is missing. */
  #theStore(): StoreHandle {
    // Files that are out of place would lose every write, even one that succeeds.
    if (this.#lost !== undefined) throw this.#lost;
    return this.#presentStore();
  }

  #presentStore(): StoreHandle {
    if (this.#known) checkPresence(this.#store.folder);
    return this.#store;
  }

  /** Runs each time the store was opened, which a command may do after a failure. */
  #opened(repository: Repository): void {
    this.#known = true;
    this.#lost = undefined;
    this.#unwatch();
    this.#unwatch = repository.watch((event) => this.#hear(event));
    this.#scrubber?.stop();
    this.#collector?.stop();
    this.#collector = new DailyCollector(repository);
    this.#scrubber = new Scrubber(repository, { scrubbed: () => this.#tell({ type: "scrubbed" }) });
    this.#tell({ type: "opened" });
  }

  #hear(event: StoreEvent): void {
    if (event.type === "back") void this.#reopen();
    else if (event.type === "lost") {
      // Who moves it hears first what came of that.
      if (this.#isMoving && event.error.code === "StoreMoved") return;
      this.#lost = event.error;
      this.#tell({ type: "failed", error: event.error.toJSON() });
    } else this.#tell(event);
  }

  /** Closes the lost files and opens those that are there now. */
  async #reopen(): Promise<void> {
    await this.#store.close().catch(console.error);
    this.#lost = undefined;
    if (!this.#isClosed) await this.#open();
  }

  async #watch({ signal, onProgress }: HostContext<HostEvent>): Promise<void> {
    this.#tell = onProgress;
    await this.#open();
    await new Promise<void>((ended) => {
      if (signal.aborted) ended();
      signal.addEventListener("abort", () => ended());
    });
  }

  async #open(): Promise<void> {
    try {
      await this.#theStore().repository();
    } catch (thrown) {
      this.#tell({ type: "failed", error: asStrataError(thrown, "opening the store").toJSON() });
    }
  }

  async #invoke(
    { name, input }: Parameters<HostService["invoke"]>[0],
    { signal, gate, onProgress }: Parameters<HostService["invoke"]>[1],
  ): Promise<unknown> {
    if (name === MOVING) this.#isMoving = true;
    try {
      const run = () =>
        invoke(registry, name, input, {
          // These work on the store's files as they are.
          store: CLOSING.has(name) ? this.#presentStore() : this.#theStore(),
          signal,
          gate,
          onProgress: throttled(onProgress, { every: PROGRESS, isOther: isOtherPhase }),
        });
      const alone = () => this.#scrubber?.beside(run) ?? run();
      return await (this.#collector?.beside(alone) ?? alone());
    } catch (thrown) {
      // A lost store is the cause of any error here.
      throw signal.aborted ? thrown : (this.#lost ?? thrown);
    } finally {
      // They closed the store: its events must be followed anew.
      if (CLOSING.has(name)) await this.#open();
      if (name === MOVING) {
        this.#isMoving = false;
        // After the answer: if it has moved, that does not open, and the main process closes this thread.
        setImmediate(() => void (this.#isClosed || this.#open()));
      }
    }
  }

  async #content(ref: string): Promise<{ content: number; size: number }> {
    const { size, bytes } = await invokeStream(registry, "cat", { ref }, { store: this.#theStore() });
    const content = ++this.#lastContent;
    const [oldest] = this.#contents.keys();
    if (oldest !== undefined && this.#contents.size >= MOST_CONTENTS) await this.#done(oldest);
    this.#contents.set(content, bytes[Symbol.asyncIterator]());
    return { content, size };
  }

  async #piece(content: number): Promise<Uint8Array | null> {
    const bytes = this.#contents.get(content);
    if (bytes === undefined) return null;
    // Marks it as used, so that it is not the one dropped.
    this.#contents.delete(content);
    this.#contents.set(content, bytes);
    const next = await bytes.next();
    if (next.done !== true) return next.value;
    this.#contents.delete(content);
    return null;
  }

  async #done(content: number): Promise<void> {
    const bytes = this.#contents.get(content);
    this.#contents.delete(content);
    await bytes?.return?.();
  }

  async #measure(ref: string): Promise<Measure> {
    const { entries } = await invoke(registry, "tree", { ref }, { store: this.#theStore() });
    const path = (splitReference(ref).path ?? "").replace(/^\/|\/+$/g, "");
    const [only] = entries;
    if (entries.length === 1 && only?.path === path) return { type: only.type, files: 1, bytes: only.size };
    const sum = { files: 0, bytes: 0 };
    for (const { files = 1, size } of entries) {
      sum.files += files;
      sum.bytes += size;
    }
    return { type: "directory", ...sum };
  }
}

function isOtherPhase(progress: Progress, last: Progress): boolean {
  return phaseOf(progress) !== phaseOf(last);
}

function phaseOf(progress: Progress): string | undefined {
  return "phase" in progress ? progress.phase : undefined;
}

function checkPresence(folder: string): void {
  if (isPresent(folder)) return;
  throw new StrataError("NotAStore", `The store at ${folder} is gone.`, {
    hint: "Connect the disk that it is on, or put its folder back where it was; or choose another store in the settings.",
    data: { folder },
  });
}

function isPresent(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    // Any other error comes up again when the store is opened.
    return code !== "ENOENT" && code !== "ENOTDIR";
  }
}
