// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { labelQuery } from "../../api/queries.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { followInput } from "../../state/idle.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { useImports } from "./imports.ts";
import type { ImportPlan } from "./plan.ts";
import { takeImport } from "./take.ts";

const plan: ImportPlan = { input: { paths: ["/home"], label: "work" }, isNew: false };
const newPlan: ImportPlan = { ...plan, isNew: true };
const taken = { label: "work", ca_id: "c1", moved: true, files: 3 };
const input = new EventTarget() as Window;
const touch = () => input.dispatchEvent(new Event("keydown"));
const select = (label: string | null, mount: number | null = null) => useSelection.setState({ label, mount });
const notice = () => useNotices.getState().notices.at(-1);
let end = () => {};

beforeEach(() => {
  useImports.setState({ running: null, waiting: [], receipt: null, failed: null });
  end = followInput(input);
});
afterEach(() => end());

/** Takes a snapshot while the user is somewhere else, and does something there. */
async function takeAside(given: ImportPlan, answers: Answers) {
  const bridge = connectFake(answers);
  select("other");
  const outcome = takeImport(given);
  touch();
  return { bridge, status: await outcome };
}

test("tells what was taken, with the receipt behind it, and says so where nothing changed", async () => {
  const { status } = await takeAside(plan, { import: () => taken });
  expect(status).toBe("done");
  expect(toldTexts()).toEqual(["Snapshot of work taken: 3 files"]);
  notice()?.action?.run();
  expect(useDialogs.getState().open).toEqual({ name: "receipt" });
  expect(useImports.getState().receipt?.output).toEqual(taken);
  await takeAside(plan, { import: () => ({ ...taken, moved: false }) });
  expect(toldTexts()).toEqual(["Nothing changed in work. No snapshot was needed."]);
});

test("whoever went on stays where they are, and can go to the snapshot from the notice", async () => {
  await takeAside(newPlan, { import: () => taken });
  expect(useSelection.getState().label).toBe("other");
  notice()?.other?.run();
  expect(useSelection.getState()).toMatchObject({ label: "work", move: null });
});

test("whoever waits for a new label goes to it; the next snapshot of a label leaves the view alone", async () => {
  connectFake({ import: () => taken });
  select("other");
  await takeImport(newPlan);
  expect(useSelection.getState().label).toBe("work");
  expect(notice()?.other).toBeUndefined();
  select("other");
  await takeImport(plan);
  expect(useSelection.getState().label).toBe("other");
  expect(notice()?.other).toBeDefined();
});

test("whoever had nothing else to look at goes to it whatever they touched, but not out of a dialog", async () => {
  const first = held<typeof taken>();
  const bridge = connectFake({ import: () => first.promise });
  const outcome = takeImport(plan);
  touch();
  first.end(taken);
  await outcome;
  expect(useSelection.getState().label).toBe("work");
  const second = held<typeof taken>();
  connectFake({ import: () => second.promise });
  const late = takeImport(plan);
  useDialogs.getState().show({ name: "settings" });
  second.end(taken);
  await late;
  expect(useSelection.getState().label).toBeNull();
  expect(bridge.inputsOf("import")).toHaveLength(1);
});

test("the label that is looked at already needs no way to it", async () => {
  connectFake({ import: () => taken });
  select("work");
  await takeImport(plan);
  expect(notice()?.other).toBeUndefined();
});

test("a failure opens by itself for whoever waits, and is told with a way to it to others", async () => {
  const fails: Answers = {
    import: () => {
      throw failure("ReadFailed");
    },
  };
  connectFake(fails);
  expect(await takeImport(plan)).toBe("failed");
  expect(useDialogs.getState().open).toEqual({ name: "import-failed" });
  expect(toldTexts()).toEqual([]);
  await takeAside(plan, fails);
  expect(useDialogs.getState().open).toBeNull();
  expect(notice()).toMatchObject({
    kind: "failed",
    text: "The snapshot of work was not taken",
    error: { code: "ReadFailed" },
  });
  useImports.setState({ failed: null });
  notice()?.action?.run();
  expect(useDialogs.getState().open).toEqual({ name: "import-failed" });
  expect(useImports.getState().failed).toMatchObject({ plan, error: { code: "ReadFailed" } });
});

test("a cancelled one is told, and one behind another says that it waits", async () => {
  const first = held<never>();
  connectFake({ import: ({ label }) => (label === "work" ? first.promise : { ...taken, label: "other" }) });
  const one = takeImport(plan);
  const other = takeImport({ ...plan, input: { paths: ["/other"], label: "other" } });
  expect(toldTexts()).toEqual(["The snapshot of other starts when the current one is done"]);
  expect(await takeImport({ ...plan, input: { paths: ["/other"], label: "other" } })).toBeUndefined();
  expect(toldTexts()).toEqual(["A snapshot of other is already waiting"]);
  first.fail(failure("Cancelled"));
  expect(await one).toBe("cancelled");
  expect(toldTexts()).toEqual(["The snapshot of work was cancelled. Nothing was changed."]);
  expect(await other).toBe("done");
});

test("what the import left out is kept for the label after it, and never after a failure", async () => {
  const rules = { ignore: ["*.log"], gitignore: true };
  const { bridge } = await takeAside({ ...plan, rules }, { import: () => taken, "label.ignore": () => ({}) });
  expect(bridge.asked.map(({ name }) => name)).toEqual(["import", "label.ignore"]);
  expect(bridge.inputsOf("label.ignore")).toEqual([{ label: "work", patterns: ["*.log"], gitignore: true }]);
  const failed = await takeAside(
    { ...plan, rules },
    {
      import: () => {
        throw failure("ReadFailed");
      },
    },
  );
  expect(failed.bridge.inputsOf("label.ignore")).toEqual([]);
});

test("rules that cannot be kept are told beside the snapshot, which was taken; kept ones are known at once", async () => {
  const rules = { ignore: ["*.log"], gitignore: false };
  const refused = await takeAside(
    { ...plan, rules },
    {
      import: () => taken,
      "label.ignore": () => {
        throw failure("StoreReadOnly");
      },
    },
  );
  expect(refused.status).toBe("done");
  expect(toldTexts()).toEqual(["Could not save what work leaves out", "Snapshot of work taken: 3 files"]);
  connectFake({ import: () => taken, "label.ignore": () => ({}) });
  client.setQueryData(labelQuery("work").queryKey, null);
  await takeImport({ ...plan, rules });
  expect(client.getQueryState(labelQuery("work").queryKey)?.isInvalidated).toBe(true);
});
