// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { LabelItem } from "../../api/queries.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { labelOf } from "../../testing/samples.ts";
import { useFirstChoice } from "./use-first-choice.ts";

const labels = [
  labelOf({ name: "old", at: 1 }),
  labelOf({ name: "new", at: 9 }),
  labelOf({ name: "deleted", at: 20, ca_id: null }),
];
const chosen = () => useSelection.getState().label;

beforeEach(() => localStorage.clear());

/** Opens a store's window, in which `last` was chosen when it was open before. */
function open(last: string | null, answers: Answers = {}, listed: readonly LabelItem[] = labels) {
  if (last !== null) localStorage.setItem("strata.label:/store", last);
  const bridge = connectFake({ labels: () => ({ labels: [labelOf({ name: last ?? "" })] }), ...answers });
  renderState(() => useFirstChoice("/store", listed), undefined);
  return bridge;
}

test("the first time, the label that moved last is chosen; a deleted one never, nor any where there is none", () => {
  open(null);
  expect(chosen()).toBe("new");
  open(null, {}, []);
  expect(chosen()).toBeNull();
});

test("the label that was chosen last is chosen again, if it is still there", async () => {
  open("old");
  await expect.poll(chosen).toBe("old");
  open("old", { labels: () => ({ labels: [labelOf({ name: "old", ca_id: null })] }) });
  await expect.poll(chosen).toBe("new");
  open("old", {
    labels: () => {
      throw failure("UnknownReference");
    },
  });
  await expect.poll(chosen).toBe("new");
});

test("what the user chooses meanwhile stays, and is remembered for this store alone", async () => {
  const looking = held<object>();
  open("old", { labels: () => looking.promise });
  act(() => useSelection.getState().chooseLabel("mine"));
  await act(async () => looking.end({ labels: [labelOf({ name: "old" })] }));
  expect(chosen()).toBe("mine");
  expect(localStorage.getItem("strata.label:/store")).toBe("mine");
  expect(localStorage.length).toBe(1);
});
