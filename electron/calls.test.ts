import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CallOptions, StrataError } from "../core/index.ts";
import type { StoreState } from "./bridge.ts";
import { type CallParts, Calls, type Ended } from "./calls.ts";
import { ImportJournal } from "./interrupted.ts";
import { Work } from "./work.ts";

type Call = CallParts["store"]["call"];
const input = { label: "photos", paths: ["/photos"], message: "new" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Calls over a store whose commands run until they are stopped or given an answer. */
function begin() {
  const said: unknown[] = [];
  const told: unknown[] = [];
  const state: StoreState = { type: "store", state: "ready", folder: "/store" };
  const ended: Ended[] = [];
  let give: (value: unknown) => void = () => {};
  let fail: (thrown: unknown) => void = () => {};
  let progress: (value: unknown) => void = () => {};
  const asked: (() => void)[] = [];
  const call = ((method: string, argument: unknown, options?: CallOptions) => {
    said.push([method, argument]);
    if (method !== "invoke") return Promise.resolve();
    return new Promise((resolve, reject) => {
      give = resolve as typeof give;
      fail = reject;
      progress = options?.onProgress ?? progress;
      options?.gate?.follow((isPaused) => said.push(isPaused));
      options?.signal?.addEventListener("abort", () => reject(new StrataError("Cancelled", "stopped")));
      for (const each of asked.splice(0)) each();
    });
  }) as Call;
  const journal = new ImportJournal(join(folder, "imports.json"));
  const calls = new Calls({
    store: { call, state },
    journal,
    work: new Work(() => {}),
    progress: (call) => told.push(call),
    ended: (end) => ended.push(end),
  });
  return {
    calls,
    said,
    told,
    ended,
    state,
    journal,
    fail: (thrown: unknown) => fail(thrown),
    progress: (value: unknown) => progress(value),
    give: (value: unknown) => give(value),
    running: () => new Promise<void>((resolve) => asked.push(resolve)),
    interrupted: () => new ImportJournal(join(folder, "imports.json")).interrupted("/store"),
  };
}

describe("Calls", () => {
  it("gives what the command gives, and tells that it ended", async () => {
    const { calls, give, running, ended } = begin();
    const began = running();
    const reply = calls.run({ call: "1", name: "labels", input: {} });
    await began;
    give("answer");
    expect(await reply).toEqual({ ok: true, value: "answer" });
    expect(ended).toMatchObject([{ name: "labels", reply: { ok: true } }]);
  });

  it("has an import in the journal while it runs, also until the user's own cancelling", async () => {
    const { calls, running, interrupted } = begin();
    const began = running();
    const reply = calls.run({ call: "1", name: "import", input });
    await began;
    expect(interrupted()).toMatchObject([{ label: "photos", paths: ["/photos"] }]);
    calls.control({ call: "1", action: "cancel" });
    expect(await reply).toMatchObject({ ok: false, error: { code: "Cancelled" } });
    expect(interrupted()).toEqual([]);
  });

  it("forgets an interrupted import when it goes on, and for good when that is cancelled", async () => {
    const { calls, running, journal, interrupted } = begin();
    await journal.interrupt(await journal.begin({ ...input, store: "/store" }, 1));
    const began = running();
    const reply = calls.run({ call: "1", name: "import", input });
    await began;
    expect(journal.interrupted("/store")).toEqual([]);
    calls.control({ call: "1", action: "cancel" });
    await reply;
    expect(journal.interrupted("/store")).toEqual([]);
    expect(interrupted()).toEqual([]);
  });

  it("leaves an import in the journal that quitting stops", async () => {
    const { calls, running, interrupted, ended } = begin();
    const began = running();
    const reply = calls.run({ call: "1", name: "import", input });
    await began;
    await calls.quit();
    expect(await reply).toMatchObject({ ok: false, error: { code: "Cancelled" } });
    expect(interrupted()).toMatchObject([{ label: "photos" }]);
    expect(ended).toEqual([]);
  });

  it("notes the imports that come while it quits, and begins none", async () => {
    const { calls, said, running, interrupted } = begin();
    const began = running();
    const first = calls.run({ call: "1", name: "import", input });
    await began;
    const quit = calls.quit();
    await first;
    const next = calls.run({ call: "2", name: "import", input: { ...input, label: "music" } });
    expect(await next).toMatchObject({ ok: false, error: { code: "Cancelled" } });
    await quit;
    expect(said).toHaveLength(1);
    expect(interrupted()).toMatchObject([{ label: "photos" }, { label: "music" }]);
  });

  it("stops what a page that is gone asked for, and tells the next one which import that was", async () => {
    const { calls, told, running, journal, progress, give } = begin();
    let began = running();
    const reply = calls.run({ call: "import-1", name: "import", input });
    await began;
    progress({ command: "import", phase: "looking" });
    calls.leave();
    progress({ command: "import", phase: "finishing" });
    await calls.settled();
    expect(journal.interrupted("/store")).toMatchObject([{ label: "photos", paths: ["/photos"] }]);
    expect(told).toEqual(["import-1"]);
    // The next page counts from the beginning too.
    began = running();
    const again = calls.run({ call: "import-1", name: "import", input });
    await began;
    give({});
    expect(await again).toMatchObject({ ok: true });
    expect(await reply).toMatchObject({ ok: false });
    expect(journal.interrupted("/store")).toEqual([]);
  });

  it("counts an import as interrupted that ends because its store is gone, and not one that fails by itself", async () => {
    const { calls, running, fail, state, journal } = begin();
    for (const [label, how] of [["photos", "ready"] as const, ["music", "failed"] as const]) {
      const began = running();
      const reply = calls.run({ call: label, name: "import", input: { ...input, label } });
      await began;
      state.state = how;
      fail(new StrataError("NotAStore", "gone"));
      expect(await reply).toMatchObject({ ok: false, error: { code: "NotAStore" } });
    }
    expect(journal.interrupted("/store")).toMatchObject([{ label: "music" }]);
    expect(journal.interrupted("/other")).toEqual([]);
  });

  it("passes pausing and resuming on for calls under way only", async () => {
    const { calls, said, running, give } = begin();
    calls.control({ call: "1", action: "pause" });
    const began = running();
    const reply = calls.run({ call: "1", name: "import", input });
    await began;
    calls.control({ call: "1", action: "pause" });
    calls.control({ call: "1", action: "resume" });
    give({});
    await reply;
    calls.control({ call: "1", action: "pause" });
    expect(said.slice(1)).toEqual([true, false]);
  });

  it("pauses an import from the start that was paused while it was noted", async () => {
    const { calls, said, running, give } = begin();
    const began = running();
    const reply = calls.run({ call: "1", name: "import", input });
    calls.control({ call: "1", action: "pause" });
    await began;
    expect(said.slice(1)).toEqual([true]);
    give({});
    await reply;
  });

  it("refuses a second call of the same name while the first is under way", async () => {
    const { calls, running, give } = begin();
    const began = running();
    const first = calls.run({ call: "1", name: "import", input });
    expect(await calls.run({ call: "1", name: "labels", input: {} })).toMatchObject({
      ok: false,
      error: { code: "BadInput" },
    });
    await began;
    give({});
    expect((await first).ok).toBe(true);
  });
});
