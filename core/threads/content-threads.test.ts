import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_PROFILE } from "../profile.ts";
import type { ContentWorker } from "../snapshot/content-protocol.ts";
import { ContentThreads } from "./content-threads.ts";

const threads = new ContentThreads(DEFAULT_PROFILE);

afterEach(() => threads.close());

/** Waits for a worker to say that it failed. */
function failureOf(worker: ContentWorker): Promise<unknown> {
  return new Promise((resolve) => worker.listen({ message: () => undefined, failed: resolve }));
}

/** Ends a worker as a defect would. */
async function kill(worker: ContentWorker): Promise<unknown> {
  const failure = failureOf(worker);
  worker.post({ type: "read", job: 1, files: null as never });
  return await failure;
}

describe("ContentThreads", () => {
  it("tells whoever listens to a dead thread that it is dead, and why", async () => {
    const [worker] = threads.workers();
    if (worker === undefined) throw new Error("there is no thread");
    const failure = await kill(worker);
    expect(failure).toMatchObject({ code: "Internal", message: expect.stringContaining("stopped: ") });
    worker.listen(undefined);
    expect(await failureOf(worker)).toBe(failure);
  });

  it("does not tell those who have stopped listening", async () => {
    const [worker] = threads.workers();
    if (worker === undefined) throw new Error("there is no thread");
    await kill(worker);
    let told = 0;
    worker.listen({ message: () => undefined, failed: () => told++ });
    worker.listen(undefined);
    await Promise.resolve();
    expect(told).toBe(0);
  });

  it("replaces a thread that died", async () => {
    const [first, ...others] = threads.workers();
    if (first === undefined) throw new Error("there is no thread");
    await kill(first);
    const now = threads.workers();
    expect(now).toHaveLength(others.length + 1);
    expect(now).not.toContain(first);
    expect(now).toEqual(expect.arrayContaining(others));
  });
});
