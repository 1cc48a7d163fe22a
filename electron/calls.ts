import * as z from "zod/mini";
import { asStrataError, PauseGate, type Progress } from "../core/index.ts";
import { type ControlRequest, type InvokeRequest, interruptedImport, type Reply } from "./bridge.ts";
import type { ImportJournal } from "./interrupted.ts";
import type { Store } from "./store.ts";
import type { Work } from "./work.ts";

/** The end of a command, for notifications. */
export interface Ended {
  readonly name: string;
  readonly input: unknown;
  readonly reply: Reply<unknown>;
}

/** The parts of the app that calls use. */
export interface CallParts {
  readonly store: Pick<Store, "call" | "state">;
  readonly work: Work;
  readonly journal: ImportJournal;
  progress(call: string, progress: Progress): void;
  ended(end: Ended): void;
}

/** The part of an import's input that the journal keeps. The command itself validates the rest. */
const importInput = z.object({ label: interruptedImport.shape.label, paths: interruptedImport.shape.paths });

/** A call under way. */
interface UnderWay extends InvokeRequest {
  /** The id outside of the window; each page of the window counts from the start again. */
  readonly id: string;
  readonly abort: AbortController;
  readonly gate: PauseGate;
  /** Whether the user cancelled it. */
  isCancelled: boolean;
  /** Whether the page that called is gone. */
  isLeft: boolean;
}

/** Runs the window's commands, and pauses and stops them by the names that the window gave them. */
export class Calls {
  readonly #parts: CallParts;
  /** By the names that the window's page chose. */
  readonly #underWay = new Map<string, UnderWay>();
  readonly #running = new Map<UnderWay, Promise<unknown>>();
  #last = 0;
  #quitting = false;

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  /** Runs a command. Never rejects. */
  async run(request: InvokeRequest): Promise<Reply<unknown>> {
    const { call, name, input } = request;
    if (this.#underWay.has(call)) {
      return failed("BadInput", `There is a call ${JSON.stringify(call)} under way.`);
    }
    const id = String(++this.#last);
    const under: UnderWay = {
      ...request,
      id,
      abort: new AbortController(),
      gate: new PauseGate(),
      isCancelled: false,
      isLeft: false,
    };
    this.#underWay.set(call, under);
    this.#parts.work.begin(id, name);
    const running = this.#run(under);
    this.#running.set(under, running);
    const reply = await running;
    this.#running.delete(under);
    if (this.#underWay.get(call) === under) this.#underWay.delete(call);
    this.#parts.work.end(id);
    if (!this.#quitting) this.#parts.ended({ name, input, reply });
    return reply;
  }

  control({ call, action }: ControlRequest): void {
    const under = this.#underWay.get(call);
    if (under === undefined) return;
    if (action === "cancel") {
      under.isCancelled = true;
      under.abort.abort();
    } else under.gate[action]();
  }

  /**
   * Stops all calls of a page that is gone, since no one could see or stop them any more. Imports count as interrupted.
   * The next page may use the same names.
   */
  leave(): void {
    for (const under of this.#underWay.values()) {
      under.isLeft = true;
      under.abort.abort();
    }
    this.#underWay.clear();
  }

  /** Resolves when no import of a page that is gone runs any more: only then are the interrupted ones known. */
  async settled(): Promise<void> {
    const left = [...this.#running].filter(([{ isLeft, name }]) => isLeft && name === "import");
    await Promise.all(left.map(([, running]) => running));
  }

  /** Stops everything, because the app ends: imports stay in the journal. Resolves when all have ended. */
  async quit(): Promise<void> {
    this.#quitting = true;
    for (const { abort } of this.#underWay.values()) abort.abort();
    // Calls that waited for their turn in the window arrive now, and are noted.
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async #run(under: UnderWay): Promise<Reply<unknown>> {
    const { name, input } = under;
    const noted = name === "import" ? await this.#note(input) : undefined;
    const reply = this.#quitting ? failed("Cancelled", "The app is about to end.") : await this.#ask(under);
    if (noted !== undefined) {
      const { journal } = this.#parts;
      const done = this.#isInterrupted(under, reply)
        ? journal.interrupt(noted)
        : journal.end(noted, reply.ok || under.isCancelled);
      await done.catch(console.error);
    }
    return reply;
  }

  /** Returns whether a command was interrupted: it neither ended by itself nor was cancelled. */
  #isInterrupted({ isCancelled }: UnderWay, reply: Reply<unknown>): boolean {
    if (reply.ok || isCancelled) return false;
    return reply.error.code === "Cancelled" || this.#parts.store.state.state !== "ready";
  }

  async #ask(under: UnderWay): Promise<Reply<unknown>> {
    const { id, call, name, input, abort, gate } = under;
    try {
      const onProgress = (progress: unknown) => {
        this.#parts.work.progress(id, progress as Progress);
        if (!under.isLeft) this.#parts.progress(call, progress as Progress);
      };
      const { signal } = abort;
      const value = await this.#parts.store.call("invoke", { name, input }, { signal, gate, onProgress });
      return { ok: true, value };
    } catch (thrown) {
      return { ok: false, error: asStrataError(thrown, `running ${name}`).toJSON() };
    }
  }

  /** Notes an import before it begins. It runs even if it cannot be noted, as on a full disk. */
  async #note(input: unknown): Promise<string | undefined> {
    const parsed = importInput.safeParse(input);
    if (!parsed.success) return undefined;
    const { journal, store } = this.#parts;
    return await journal.begin({ ...parsed.data, store: store.state.folder }, Date.now()).catch(giveUp);
  }
}

function giveUp(thrown: unknown): undefined {
  console.error(thrown);
}

function failed(code: "BadInput" | "Cancelled", message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
