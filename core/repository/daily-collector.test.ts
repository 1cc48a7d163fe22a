import { expect, it } from "vitest";
import { DailyCollector } from "./daily-collector.ts";
import type { Repository } from "./repository.ts";
import type { Later } from "./scrubber.ts";

/** A collector whose alarm goes off when the test says, and the signals of the collections that it asked for. */
function collector(fails = false) {
  let set: (() => void) | undefined;
  const later: Later = (_, work) => {
    set = work;
    return () => {
      set = undefined;
    };
  };
  const asked: (AbortSignal | undefined)[] = [];
  const collectIfDue: Repository["collectIfDue"] = async (options) => {
    asked.push(options?.signal);
    if (fails) throw new Error("busy");
    return null;
  };
  const made = new DailyCollector({ collectIfDue }, { later });
  const ring = async () => {
    const work = set;
    set = undefined;
    work?.();
    await expect.poll(() => set).toBeDefined();
  };
  return { made, ring, asked, isSet: () => set !== undefined };
}

it("asks for a collection once nothing was asked of the store between two looks", async () => {
  const { made, ring, asked } = collector();
  await ring();
  expect(asked).toHaveLength(0);
  await ring();
  expect(asked).toHaveLength(1);
  expect(await made.beside(async () => "done")).toBe("done");
  await ring();
  expect(asked).toHaveLength(1);
  await ring();
  expect(asked).toHaveLength(2);
});

it("asks for none while a command runs", async () => {
  const { made, ring, asked } = collector();
  let end: (() => void) | undefined;
  const command = made.beside(() => new Promise<void>((done) => (end = done)));
  await ring();
  await ring();
  expect(asked).toHaveLength(0);
  end?.();
  await command;
});

it("goes on after one that failed, and stops for good", async () => {
  const { made, ring, asked, isSet } = collector(true);
  await ring();
  await ring();
  await ring();
  expect(asked).toHaveLength(2);
  made.stop();
  expect([isSet(), asked[1]?.aborted]).toEqual([false, true]);
});
