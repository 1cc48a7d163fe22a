// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { putBack, type RestorePlan } from "./restore.ts";

const plan: RestorePlan = {
  ref: "ab:docs",
  into: "/home/docs",
  differing: "snapshot-first",
  label: "work",
  folder: "/home",
  override: false,
  message: "Before restoring docs",
};
const written = { files: 1, skipped: [], warnings: [], notes: [] };

/** Something else is in the place until it is replaced. */
const occupied: Answers["export"] = ({ overwrite }) => {
  if (overwrite === "refuse") throw failure("FilesInTheWay");
  return written;
};

function restore(answers: Answers, change: Partial<RestorePlan> = {}) {
  const bridge = connectFake(answers);
  const steps: string[] = [];
  let stop = () => {};
  const end = putBack(
    { ...plan, ...change },
    {
      onStep: (step) => steps.push(step),
      onStop: (stops) => {
        stop = stops;
      },
    },
  );
  return { bridge, steps, end, stop: () => stop() };
}

test("where nothing is in the way no snapshot is taken", async () => {
  const { bridge, steps, end } = restore({ export: () => written });
  expect(await end).toEqual(written);
  expect(bridge.asked.map(({ name }) => name)).toEqual(["export"]);
  expect(steps).toEqual(["writing"]);
});

test("what differs is replaced only after a snapshot of it", async () => {
  const { bridge, steps, end } = restore({
    export: occupied,
    import: () => ({ label: "work", moved: false }),
  });
  await end;
  expect(bridge.asked.map(({ name }) => name)).toEqual(["export", "import", "export"]);
  expect(bridge.inputsOf("import")).toEqual([
    { paths: ["/home"], label: "work", message: "Before restoring docs", override: false },
  ]);
  expect(bridge.inputsOf("export").map(({ overwrite }) => overwrite)).toEqual(["refuse", "always"]);
  expect(steps).toEqual(["writing", "taking", "writing"]);
});

test("a snapshot that fails leaves the files as they are", async () => {
  const { bridge, end } = restore({
    export: occupied,
    import: () => {
      throw failure("DiskFull");
    },
  });
  await expect(end).rejects.toMatchObject({ code: "DiskFull" });
  expect(bridge.inputsOf("export").map(({ overwrite }) => overwrite)).toEqual(["refuse"]);
});

test("a snapshot that is stopped leaves the files as they are", async () => {
  const taking = held<never>();
  const { bridge, steps, end, stop } = restore({ export: occupied, import: () => taking.promise });
  await expect.poll(() => steps).toEqual(["writing", "taking"]);
  await expect.poll(() => bridge.inputsOf("import").length).toBe(1);
  stop();
  expect(bridge.controlled.map(([, action]) => action)).toEqual(["cancel"]);
  taking.fail(failure("Cancelled"));
  await expect(end).rejects.toMatchObject({ code: "Cancelled" });
  expect(bridge.inputsOf("export")).toHaveLength(1);
});

test("without the snapshot it is replaced at once, and somewhere else it is asked about", async () => {
  const replacing = restore({ export: occupied }, { differing: "replace" });
  await replacing.end;
  expect(replacing.bridge.asked.map(({ name }) => name)).toEqual(["export", "export"]);
  const asking = restore({ export: occupied }, { differing: "ask" });
  await expect(asking.end).rejects.toMatchObject({ code: "FilesInTheWay" });
  expect(asking.bridge.inputsOf("export")).toHaveLength(1);
});
