import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { PauseGate } from "../pause-gate.ts";
import { type DispatchOptions, readContents } from "./content-dispatch.ts";
import type { ChunksRead, ContentWorker, FileRead, ToContentWorker } from "./content-protocol.ts";

type Listener = Parameters<ContentWorker["listen"]>[0];

/** A worker that does nothing by itself: the test sends its messages. */
class ScriptedWorker implements ContentWorker {
  readonly heard: ToContentWorker[] = [];
  listener: Listener;

  post(message: ToContentWorker): void {
    this.heard.push(message);
  }

  listen(listener: Listener): void {
    this.listener = listener;
  }

  /** The numbers of the jobs that it was given. */
  get jobs(): number[] {
    return this.heard.flatMap((message) => (message.type === "read" ? [message.job] : []));
  }
}

const id = (text: string): ObjectId => hashId(Buffer.from(text));
const file = (no: number, from = "f"): { no: number; from: Buffer; size: number } => ({
  no,
  from: Buffer.from(from),
  size: 1,
});
/** Waits for one turn of the event loop. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function fileRead(no: number, chunk: ObjectId): FileRead {
  const content = { kind: "chunks", chunks: [{ id: chunk, len: 1 }] } as const;
  return { no, size: 1, mode: 0o100644, content, signature: Buffer.alloc(40), readAt: 0, unstable: false };
}

function told(job: number, chunks: readonly ObjectId[], files: readonly FileRead[]): ChunksRead {
  return {
    type: "read",
    job,
    ids: chunks,
    lens: chunks.map(() => 1),
    bytes: 1,
    files,
    failed: [],
    last: true,
  };
}

function start(worker: ContentWorker, more: Partial<DispatchOptions> = {}) {
  const read: FileRead[] = [];
  const done = readContents([file(0)], {
    workers: [worker],
    store: { has: async (ids) => ids.map(() => false), putFrame: () => undefined },
    onRead: (each) => read.push(each),
    onFailed: () => undefined,
    onBytes: () => undefined,
    ...more,
  });
  return { read, done };
}

describe("readContents", () => {
  it("has each new chunk stored only by the worker that reported it first", async () => {
    const [one, two] = [new ScriptedWorker(), new ScriptedWorker()];
    const files = [file(0), file(1)].map((each) => ({ ...each, size: 5_000_000 }));
    const frames: unknown[] = [];
    const read: number[] = [];
    const done = readContents(files, {
      workers: [one, two],
      store: {
        has: async (ids) => ids.map((each) => each === id("known")),
        putFrame: (frame) => frames.push(frame),
      },
      onRead: ({ no }) => read.push(no),
      onFailed: () => undefined,
      onBytes: () => undefined,
    });
    await turn();
    const [first, second] = [one.jobs[0] ?? 0, two.jobs[0] ?? 0];
    one.listener?.message(told(first, [id("a"), id("known"), id("a")], [fileRead(0, id("a"))]));
    two.listener?.message(told(second, [id("a"), id("b")], [fileRead(1, id("b"))]));
    await turn();
    expect(one.heard.at(-1)).toEqual({ type: "store", job: first, wanted: Uint8Array.of(1, 0, 0) });
    expect(two.heard.at(-1)).toEqual({ type: "store", job: second, wanted: Uint8Array.of(0, 1) });
    one.listener?.message({ type: "stored", job: first, frames: [] });
    two.listener?.message({ type: "stored", job: second, frames: [] });
    await done;
    expect(read).toEqual([0, 1]);
  });

  it("ignores jobs that another dispatch has dropped", async () => {
    const worker = new ScriptedWorker();
    const abort = new AbortController();
    const first = start(worker, { signal: abort.signal });
    await turn();
    const [stale = 0] = worker.jobs;
    abort.abort();
    await expect(first.done).rejects.toMatchObject({ code: "Cancelled" });
    expect(worker.heard.at(-1)).toEqual({ type: "drop", job: stale });

    const second = start(worker);
    await turn();
    const job = worker.jobs.at(-1) ?? 0;
    // Sent before the worker saw that the job was dropped: an equal file number, and a chunk that it will not store.
    worker.listener?.message(told(stale, [id("x")], [fileRead(0, id("other"))]));
    worker.listener?.message(told(job, [id("x")], [fileRead(0, id("x"))]));
    await turn();
    expect(worker.heard.at(-1)).toEqual({ type: "store", job, wanted: Uint8Array.of(1) });
    worker.listener?.message({ type: "stored", job, frames: [] });
    await second.done;
    expect(second.read.map(({ content }) => content)).toEqual([fileRead(0, id("x")).content]);
  });

  it("ends with the first error, wherever it occurs, and drops its jobs", async () => {
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const failing: Partial<DispatchOptions>[] = [
      { store: { has: () => Promise.reject(full), putFrame: () => undefined } },
      {
        onRead: () => {
          throw full;
        },
      },
    ];
    for (const more of failing) {
      const worker = new ScriptedWorker();
      const { done } = start(worker, more);
      await turn();
      const job = worker.jobs[0] ?? 0;
      worker.listener?.message(told(job, [id("x")], [fileRead(0, id("x"))]));
      await expect(done).rejects.toBe(full);
      expect(worker.heard.at(-1)).toEqual({ type: "drop", job });
      expect(worker.listener).toBeUndefined();
    }
    const worker = new ScriptedWorker();
    const { done } = start(worker);
    worker.listener?.failed(full);
    await expect(done).rejects.toBe(full);
  });

  it("gives out no work while it is paused", async () => {
    const worker = new ScriptedWorker();
    const gate = new PauseGate();
    gate.pause();
    const { done } = start(worker, { gate });
    await turn();
    expect(worker.heard).toEqual([]);
    gate.resume();
    await turn();
    const job = worker.jobs[0] ?? 0;
    gate.pause();
    worker.listener?.message(told(job, [id("x")], [fileRead(0, id("x"))]));
    await turn();
    expect(worker.heard).toHaveLength(1);
    gate.resume();
    await turn();
    worker.listener?.message({ type: "stored", job, frames: [] });
    await done;
  });

  it("has nothing to do for no files", async () => {
    await readContents([], {
      workers: [new ScriptedWorker()],
      store: { has: async () => [], putFrame: () => undefined },
      onRead: () => undefined,
      onFailed: () => undefined,
      onBytes: () => undefined,
    });
  });
});
