// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Chosen } from "../../api/chosen.ts";
import { useComparisonView } from "../../state/comparison-view.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { registerPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { type Side, useSides } from "../../state/sides.ts";
import { connectFake, held } from "../../testing/fake-bridge.ts";
import { labelOf } from "../../testing/samples.ts";
import { compareMoveWith, compareWith, compareWithNow, showComparison } from "./show.ts";

const sideOf = (snapshot: string, label = "work", at = 1): Side => ({ is: "move", label, snapshot, at });
const byId: Side = { is: "snapshot", snapshot: "d2" };
const chosen: Chosen = { label: "work", seq: 1, to: "a0", from: null, at: 1, index: 0, isHead: false };
const sides = () => {
  const { from, to } = useSides.getState();
  return { from, to };
};
const asked = () => useDialogs.getState().open;

/** A store whose label `work` holds a snapshot, or is deleted. */
function connect(head: string | null = "b0") {
  return connectFake({ labels: () => ({ labels: [labelOf({ ca_id: head, at: 9 })], total: 1 }) });
}

beforeEach(() => {
  connect();
  useSides.setState({ from: null, to: null });
  useComparisonView.setState({ path: null, pattern: "" });
});
let end = () => {};
afterEach(() => end());

test("shows both in the window's place for them, whatever was there", () => {
  useSelection.setState({ label: "other", mount: 1, tab: "files" });
  showComparison(sideOf("a0"), byId);
  expect(sides()).toEqual({ from: sideOf("a0"), to: byId });
  expect(useSelection.getState()).toMatchObject({ label: "other", mount: null, tab: "compare" });
});

test("without a chosen label, that of a side is chosen: the later one's first", () => {
  showComparison(sideOf("a0", "early"), sideOf("b0", "late"));
  expect(useSelection.getState().label).toBe("late");
  useSelection.setState({ label: null });
  showComparison(sideOf("a0", "early"), byId);
  expect(useSelection.getState().label).toBe("early");
  useSelection.setState({ label: null });
  showComparison(byId, null);
  expect(useSelection.getState().label).toBeNull();
});

test("a named path is looked at, past a filter that would hide it", () => {
  useComparisonView.getState().match("*.ts");
  useComparisonView.getState().toggleKind("added");
  showComparison(sideOf("a0"), sideOf("b0"), "docs/a.txt");
  const { path, pattern, kinds } = useComparisonView.getState();
  expect([path, pattern, kinds.size]).toEqual(["docs/a.txt", "", 3]);
  useComparisonView.getState().match("*.ts");
  showComparison(sideOf("a0"), sideOf("b0"));
  expect(useComparisonView.getState()).toMatchObject({ path: "docs/a.txt", pattern: "*.ts" });
});

test("compared with another, the last other side stands there until one is chosen", () => {
  useSides.setState({ from: byId, to: sideOf("b0") });
  compareWith(sideOf("a0"));
  expect(sides()).toEqual({ from: sideOf("a0"), to: sideOf("b0") });
  expect(asked()).toEqual({ name: "pick-side", which: "to" });
  useSides.setState({ from: byId, to: null });
  compareWith(sideOf("a0"));
  expect(sides().to).toEqual(byId);
});

test("a move is compared with its label's head, the head itself with nothing yet, a deletion not at all", async () => {
  await compareMoveWith(chosen);
  expect(sides()).toEqual({ from: sideOf("a0"), to: sideOf("b0", "work", 9) });
  expect(asked()).toEqual({ name: "pick-side", which: "to" });
  await compareMoveWith({ ...chosen, isHead: true });
  expect(sides().to).toBeNull();
  connect(null);
  await compareMoveWith(chosen);
  expect(sides().to).toBeNull();
  useDialogs.getState().close();
  await compareMoveWith({ ...chosen, to: null });
  expect(asked()).toBeNull();
});

test("a path is compared with the same path of its label now, and has the focus there", async () => {
  const focused = held<void>();
  end = registerPane("compare", () => focused.end());
  await compareWithNow(sideOf("a0"), "docs/a.txt");
  expect(sides()).toEqual({ from: sideOf("a0"), to: sideOf("b0", "work", 9) });
  expect(useComparisonView.getState().path).toBe("docs/a.txt");
  await focused.promise;
  useSides.setState({ from: null, to: null });
  await compareWithNow(byId, "docs/a.txt");
  expect(sides()).toEqual({ from: null, to: null });
});
