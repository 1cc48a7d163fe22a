// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { useImports } from "./imports.ts";
import type { ImportPlan } from "./plan.ts";
import { cancelImport, isWaiting, pauseImport, runImport, stopImport } from "./queue.ts";

const planOf = (label: string): ImportPlan => ({
  input: { paths: [`/${label}`], label },
  isNew: false,
});
const [one, two, three] = [planOf("one"), planOf("two"), planOf("three")];

/** A main process whose imports end when the test says so, by their labels. */
function connect() {
  const running = new Map<string, ReturnType<typeof held<{ label: string }>>>();
  const bridge = connectFake({
    import: ({ label = "" }) => {
      const end = held<{ label: string }>();
      running.set(label, end);
      return end.promise;
    },
  });
  const begun = async (label: string) => {
    await expect.poll(() => running.has(label)).toBe(true);
    return running.get(label) ?? held<{ label: string }>();
  };
  return { bridge, begun };
}

const waiting = () => useImports.getState().waiting.map(({ input }) => input.label);

beforeEach(() => useImports.setState({ running: null, waiting: [], receipt: null, failed: null }));

test("imports run one after the other, in the order in which they were asked for", async () => {
  const { bridge, begun } = connect();
  const outcomes = [one, two, three].map(runImport);
  const first = await begun("one");
  expect(waiting()).toEqual(["two", "three"]);
  expect([isWaiting(one), isWaiting(planOf("two"))]).toEqual([false, true]);
  expect(bridge.inputsOf("import")).toHaveLength(1);
  first.end({ label: "one" });
  (await begun("two")).end({ label: "two" });
  (await begun("three")).end({ label: "three" });
  expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual(["done", "done", "done"]);
  expect(bridge.inputsOf("import").map(({ label }) => label)).toEqual(["one", "two", "three"]);
  expect(useImports.getState().running).toBeNull();
});

test("one that fails says why, and the next one runs", async () => {
  const { begun } = connect();
  const [first, second] = [runImport(one), runImport(two)];
  (await begun("one")).fail(failure("ReadFailed"));
  expect(await first).toMatchObject({ status: "failed", error: { code: "ReadFailed" } });
  expect(useImports.getState().failed?.plan).toBe(one);
  (await begun("two")).end({ label: "two" });
  expect((await second).status).toBe("done");
});

test("one that waits is taken out of the queue without ever being asked for", async () => {
  const { bridge, begun } = connect();
  const [first, second, third] = [runImport(one), runImport(two), runImport(three)];
  const running = await begun("one");
  stopImport(two);
  expect(await second).toEqual({ status: "cancelled" });
  expect(waiting()).toEqual(["three"]);
  running.end({ label: "one" });
  (await begun("three")).end({ label: "three" });
  await Promise.all([first, third]);
  expect(bridge.inputsOf("import").map(({ label }) => label)).toEqual(["one", "three"]);
});

test("the one that runs is paused, resumed and cancelled, and ends when the store says so", async () => {
  const { bridge, begun } = connect();
  const outcome = runImport(one);
  const running = await begun("one");
  pauseImport(true);
  expect(useImports.getState().running?.paused).toBe(true);
  pauseImport(false);
  expect(useImports.getState().running?.paused).toBe(false);
  cancelImport();
  expect(useImports.getState().running?.stopping).toBe(true);
  const call = bridge.asked.find(({ name }) => name === "import")?.call;
  expect(bridge.controlled).toEqual([
    [call, "pause"],
    [call, "resume"],
    [call, "cancel"],
  ]);
  running.fail(failure("Cancelled"));
  expect(await outcome).toEqual({ status: "cancelled" });
  expect(useImports.getState()).toMatchObject({ running: null, failed: null });
});

test("progress is shown at once when the phase changes, and reaches only its own import", async () => {
  const { bridge, begun } = connect();
  const outcome = runImport(one);
  const running = await begun("one");
  const call = bridge.asked.find(({ name }) => name === "import")?.call ?? "";
  const counts = { filesDone: 0, bytes: 90, bytesDone: 0, newBytes: 0 };
  const tell = (to: string, phase: "looking" | "reading", files: number) =>
    bridge.tell({ type: "progress", call: to, progress: { command: "import", ...counts, phase, files } });
  const shown = () => useImports.getState().running?.progress;
  tell(call, "looking", 1);
  tell(call, "looking", 2);
  expect(shown()).toMatchObject({ phase: "looking", files: 1 });
  tell(call, "reading", 3);
  tell("import-of-somebody-else", "looking", 4);
  expect(shown()).toMatchObject({ phase: "reading", files: 3 });
  running.end({ label: "one" });
  await outcome;
});
