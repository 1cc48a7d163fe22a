// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { moveOf } from "../../api/chosen.ts";
import type { HistoryItem } from "../../api/queries.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { moveMenu } from "./move-menu.tsx";
import { MoveRow } from "./move-row.tsx";

const move: HistoryItem = {
  ...{ seq: 1, at: 1, from: null, to: "b0", op: "push", message: "Draft", actor: "you", index: 0 },
};
const show = (entry: HistoryItem) =>
  renderWindow(<MoveRow label="work" entry={entry} moves={2} above="none" below="none" lanes={0} />);
/** The names of the entries of a move's menu that can be chosen. */
const offered = (entry: HistoryItem) =>
  moveMenu({ ...moveOf(entry), label: "work", isHead: false }, entry, undefined, true).flatMap((each) =>
    each === "separator" || each.disabled ? [] : each.text,
  );

beforeEach(() => void connectFake());

test("a move that is kept for good says so, and is released in its menu", () => {
  show(move);
  expect(screen.queryByRole("img", { name: "kept for good" })).toBeNull();
  expect(offered(move)).toContain("Keep for good");
  const kept = { ...move, kept: true as const };
  show(kept);
  expect(screen.getByRole("img", { name: "kept for good" })).toBeTruthy();
  expect(offered(kept)).toContain("No longer keep");
  expect(offered(kept)).not.toContain("Keep for good");
});

test("a move whose snapshot is gone says since when, and offers nothing that needs it", () => {
  const pruned = { ...move, pruned: true as const, pruned_at: new Date(2026, 11, 3).getTime() };
  show(pruned);
  expect(screen.getByText(/^not kept since .*2026$/)).toBeTruthy();
  expect(offered(pruned)).toEqual([]);
});
