// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { MergeFile, MergeInfo } from "../../../api/merges.ts";
import { connectFake } from "../../../testing/fake-bridge.ts";
import { renderWindow } from "../../../testing/render.tsx";
import { WholeChoice } from "./whole-choice.tsx";

const info = { id: 1 } as MergeInfo;
const names = { ours: "work", theirs: "daily", base: "base" } as const;
const fileOf = (change: Partial<MergeFile>) =>
  ({ path: "old.txt", kind: "rename/rename", decision: { take: "undecided" }, ...change }) as MergeFile;
const moved = [{ base: "old.txt", ours: "mine.txt", theirs: "yours.txt" }];

test("a text that both sides moved goes to the path of either, with its merged text", async () => {
  const bridge = connectFake({ "merge.resolve": () => ({ files: [], skipped: [] }) });
  const decision = { take: "text", at: "theirs" } as const;
  const props = { info, names: names as never, canWrite: true };
  const user = renderWindow(<WholeChoice {...props} file={fileOf({ moved, decision })} />);
  const pressed = screen.getAllByRole("button", { pressed: true });
  expect(pressed.map(({ textContent }) => textContent)).toEqual(["Merged text at yours.txt"]);
  await user.click(screen.getByRole("button", { name: "Merged text at mine.txt" }));
  expect(bridge.inputsOf("merge.resolve")).toEqual([
    { merge: 1, path: "old.txt", take: "text", at: "mine.txt" },
  ]);
  // Where several files are meant, none of their paths is that of the text.
  renderWindow(<WholeChoice {...props} file={fileOf({ moved: [...moved, ...moved] })} />);
  expect(screen.queryByRole("button", { name: /^Merged text/ })).toBeNull();
  expect(screen.getAllByRole("button")).toHaveLength(2);
});
