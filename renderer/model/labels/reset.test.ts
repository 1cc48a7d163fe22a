// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { EVERYTHING } from "../../api/chosen.ts";
import { client } from "../../api/client.ts";
import { type HistoryItem, historyQuery } from "../../api/queries.ts";
import { shortTime } from "../../components/format.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { labelOf, moveOf } from "../../testing/samples.ts";
import { resetLabel } from "./reset.ts";

const at = 1_700_000_000_000;
const to = { label: "work", snapshot: "a0", at };

function connect(answers: Answers = {}, folder: string | null = null) {
  return connectFake({
    labels: () => ({ labels: [labelOf({ ca_id: "b0", folder })], total: 1 }),
    reset: () => ({ label: "work", moved: true }),
    "undo.preview": () => ({ undo: moveOf({ op: "reset", to: "a0" }), redo: null }),
    ...answers,
  });
}

/** Has the window show a history whose newest move led to a snapshot. */
function showHead(snapshot: string | null) {
  const { queryKey } = historyQuery("work", EVERYTHING, 0, false);
  const entries = [{ to: snapshot } as HistoryItem];
  client.setQueryData(queryKey, { label: "work", head: snapshot, moves: 1, total: 1, entries, jumps: [] });
}

const done = `Restored work to ${shortTime(at)}. Files on disk are unchanged.`;

test("moves the label from what the user sees, and offers undo and the files", async () => {
  const bridge = connect({}, "/home");
  showHead("seen");
  useSelection.setState({ label: "work", move: { seq: 1, to: "a0", from: null, at, index: 0 } });
  resetLabel(to);
  await expect.poll(toldTexts).toEqual([done]);
  expect(bridge.inputsOf("reset")).toEqual([{ label: "work", ref: "a0", override: false, expected: "seen" }]);
  expect(useSelection.getState().move).toBeNull();
  const [notice] = useNotices.getState().notices;
  expect(notice?.action?.tip).toBe("Undo restore of work");
  notice?.other?.run();
  expect(useDialogs.getState().open).toEqual({
    name: "restore",
    label: "work",
    snapshot: "a0",
    path: "",
    isFile: false,
    at,
  });
});

test("without a shown history it expects the store's head, and of a deleted label none", async () => {
  const bridge = connect();
  resetLabel(to);
  await expect.poll(toldTexts).toEqual([done]);
  expect(bridge.inputsOf("reset")).toMatchObject([{ expected: "b0" }]);
  const deleted = connect();
  showHead(null);
  resetLabel(to);
  await expect.poll(toldTexts).toEqual([done]);
  expect(deleted.inputsOf("reset")).toEqual([{ label: "work", ref: "a0", override: false }]);
});

test("a label without a folder has no files to put back, and one that moved again no undo", async () => {
  connect({ "undo.preview": () => ({ undo: moveOf({ op: "push", to: "d2" }), redo: null }) });
  resetLabel(to);
  await expect.poll(toldTexts).toEqual([done]);
  const [notice] = useNotices.getState().notices;
  expect([notice?.action, notice?.other]).toEqual([undefined, undefined]);
});

test("a label that holds it already stays, and that is told", async () => {
  connect({ reset: () => ({ label: "work", moved: false }) });
  resetLabel(to);
  await expect.poll(toldTexts).toEqual(["work is already there"]);
});

test("one that changed meanwhile is no failure; whatever else goes wrong is", async () => {
  for (const [code, kind, said] of [
    ["LabelMoved", "done", "work changed in the meantime. Check its history and try again."],
    ["StoreReadOnly", "failed", "Could not restore work"],
  ] as const) {
    connect({
      reset: () => {
        throw failure(code);
      },
    });
    resetLabel(to);
    await expect.poll(() => useNotices.getState().notices).toMatchObject([{ kind, text: said }]);
  }
});

test("a second click while it moves does nothing, and once it has moved it counts again", async () => {
  const moving = held<{ moved: boolean }>();
  const bridge = connect({ reset: () => moving.promise });
  resetLabel(to);
  await expect.poll(() => bridge.inputsOf("reset").length).toBe(1);
  resetLabel(to);
  await expect.poll(() => client.isFetching()).toBe(0);
  moving.end({ moved: true });
  await expect.poll(toldTexts).toEqual([done]);
  expect(bridge.inputsOf("reset")).toHaveLength(1);
  resetLabel(to);
  await expect.poll(() => bridge.inputsOf("reset").length).toBe(2);
});

test("a protected label is asked about first; another chosen label keeps its place", async () => {
  const bridge = connect({
    reset: ({ override }) => {
      if (!override) throw failure("LabelProtected");
      return { moved: true };
    },
  });
  const move = { seq: 1, to: "z9", from: null, at, index: 0 };
  useSelection.setState({ label: "other", move });
  resetLabel(to);
  await expect
    .poll(() => useDialogs.getState().open)
    .toMatchObject({ name: "protected", does: `Restore work to ${shortTime(at)}.`, button: "Restore" });
  const { open } = useDialogs.getState();
  if (open?.name === "protected") open.override();
  await expect.poll(toldTexts).toEqual([done]);
  expect(bridge.inputsOf("reset").map(({ override }) => override)).toEqual([false, true]);
  expect(useSelection.getState().move).toBe(move);
});
