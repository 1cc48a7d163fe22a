import { beforeEach, expect, test } from "vitest";
import { useSelection } from "./selection.ts";

const move = { seq: 3, to: "c1", from: "b0", at: 1, index: 0 };
const state = () => useSelection.getState();

beforeEach(() => useSelection.setState({ label: "work", move, mount: 1, tab: "changes" }));

test("another label is shown as it is now; the same one leaves a working copy for where it was", () => {
  state().chooseLabel("work");
  expect(state()).toMatchObject({ label: "work", move, mount: null, tab: "changes" });
  state().chooseMount(1);
  state().chooseLabel("other");
  expect(state()).toMatchObject({ label: "other", move: null, mount: null, tab: "changes" });
});

test("a rename keeps the place in the history, and is none of another label's", () => {
  state().renamed("other", "third");
  expect(state().label).toBe("work");
  state().renamed("work", "new");
  expect(state()).toMatchObject({ label: "new", move, mount: 1 });
});
