import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hashId } from "../hash.ts";
import { PauseGate } from "../pause-gate.ts";
import { TestRunner } from "../testing/operations.ts";
import { flipBit, frameWith, packOf, sample, smallBytes, useSampleStore } from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";
import { ScrubLog } from "../verify/scrub-log.ts";
import { operations } from "./table.ts";

useSampleStore();

let now = Date.UTC(2026, 0, 1);
const clock = () => now;

const path = (pack: string) => join(sample.folder, "packs", pack);

async function scrub(isBackground = false, call: { gate?: PauseGate; signal?: AbortSignal } = {}) {
  const runner = new TestRunner(sample.folder, { clock });
  try {
    return await runner.run(operations.scrub, { isBackground }, call);
  } finally {
    runner.close();
  }
}

function scrubs() {
  const store = openTestStore(sample.folder);
  try {
    return new ScrubLog(store.db).all();
  } finally {
    store.close();
  }
}

const nextDay = () => {
  now += 25 * 3600 * 1000;
};

it("reads one pack of a small store a day, the longest unread first, and also after the index was lost", async () => {
  expect(await scrub()).toEqual({ packs: 1, damaged: 0 });
  const [first] = scrubs();
  expect(first).toMatchObject({ damaged: 0, reason: null });
  expect(await scrub()).toEqual({ packs: 0, damaged: 0 });
  rmSync(join(sample.folder, "index.db"));
  nextDay();
  expect(await scrub()).toEqual({ packs: 1, damaged: 0 });
  expect(
    scrubs()
      .map(({ pack }) => pack)
      .sort(),
  ).toEqual([packOf("content"), packOf("metadata")].sort());
});

it("finds a damaged object and a damaged directory, and tells until the pack is sound or gone", async () => {
  const pack = packOf("content");
  const { offset } = frameWith(pack, hashId(smallBytes(5)));
  flipBit(path(pack), offset + 3);
  flipBit(path(packOf("metadata")), statSync(path(packOf("metadata"))).size - 20);
  await scrub();
  nextDay();
  await scrub();
  expect(scrubs()).toEqual([
    { pack, at: expect.any(Number), damaged: 1, reason: expect.stringContaining("id") },
    {
      pack: packOf("metadata"),
      at: expect.any(Number),
      damaged: 0,
      reason: expect.stringContaining("checksum"),
    },
  ]);
  const runner = new TestRunner(sample.folder, { clock });
  await runner.run(operations.repair, { restoreDatabase: false });
  runner.close();
  expect(existsSync(path(pack))).toBe(false);
  nextDay();
  await scrub();
  expect(scrubs().some((each) => each.pack === pack)).toBe(false);
});

it("in the background does nothing while it is turned off, waits while it is paused, and ends when it is stopped", async () => {
  const runner = new TestRunner(sample.folder, { clock });
  await runner.run(operations.setScrubbing, false);
  expect(await runner.run(operations.scrub, { isBackground: true })).toEqual({ packs: 0, damaged: 0 });
  await runner.run(operations.setScrubbing, true);
  const stop = new AbortController();
  const gate = new PauseGate(stop.signal);
  gate.pause();
  const scrubbing = runner.run(operations.scrub, { isBackground: true }, { gate, signal: stop.signal });
  const ended = scrubbing.then(
    () => "done",
    ({ code }: { code: string }) => code,
  );
  expect(await Promise.race([ended, new Promise((later) => setImmediate(() => later("waits")))])).toBe(
    "waits",
  );
  stop.abort();
  expect(await ended).toBe("Cancelled");
  expect(scrubs()).toEqual([]);
  expect(await runner.run(operations.scrub, { isBackground: true })).toEqual({ packs: 1, damaged: 0 });
  runner.close();
});
