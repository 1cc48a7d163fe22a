import { describe, expect, test } from "vitest";
import { FileMerge } from "../../../core/merge/model/file-merge.ts";
import type { TextEdit } from "../../../core/merge/model/text-edit.ts";
import { MergeHistory } from "./history.ts";

const empty = FileMerge.begin({ base: [], ours: [], theirs: [] }, []);
const state = (current: number) => ({ merge: empty, current });
const insertAt = (column: number, text: string, line = 1): TextEdit => ({
  range: { startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: column },
  text,
});
const deleteBefore = (column: number): TextEdit => ({
  range: { startLineNumber: 1, startColumn: column - 1, endLineNumber: 1, endColumn: column },
  text: "",
});

/** Types one edit after the other, and returns how many steps undo takes to go back. */
function stepsOf(...edits: readonly TextEdit[]): number {
  const history = new MergeHistory();
  for (const [at, edit] of edits.entries()) history.type(state(at), [edit]);
  let steps = 0;
  while (history.undo(state(99)) !== undefined) steps++;
  return steps;
}

describe("the history of a merge", () => {
  test.each<[string, number, TextEdit[]]>([
    ["one word typed", 1, [insertAt(1, "a"), insertAt(2, "b"), insertAt(3, "c")]],
    [
      "a word typed and deleted again",
      1,
      [insertAt(1, "a"), insertAt(2, "b"), deleteBefore(3), deleteBefore(2)],
    ],
    ["typing at two places", 2, [insertAt(1, "a"), insertAt(9, "b")]],
    ["typing in two lines", 2, [insertAt(1, "a"), insertAt(2, "b", 2)]],
    ["a line break", 3, [insertAt(1, "a"), insertAt(2, "\n"), insertAt(1, "b", 2)]],
  ])("takes %s back in %i", (_, steps, edits) => {
    expect(stepsOf(...edits)).toBe(steps);
  });

  test("goes back and forward in the order of the steps, choices and typing alike", () => {
    const history = new MergeHistory();
    history.step(state(0));
    history.type(state(1), [insertAt(1, "a")]);
    history.type(state(2), [insertAt(2, "b")]);
    history.step(state(3));
    expect(history.undo(state(4))?.current).toBe(3);
    expect(history.undo(state(3))?.current).toBe(1);
    expect(history.redo(state(1))?.current).toBe(3);
    expect([history.canUndo, history.canRedo]).toEqual([true, true]);
    history.step(state(3));
    expect(history.canRedo).toBe(false);
  });

  test("starts anew with what is typed after a choice or an undo", () => {
    const history = new MergeHistory();
    history.type(state(0), [insertAt(1, "a")]);
    history.step(state(1));
    history.type(state(2), [insertAt(2, "b")]);
    expect(history.undo(state(3))?.current).toBe(2);
    history.type(state(2), [insertAt(2, "c")]);
    expect(history.undo(state(4))?.current).toBe(2);
  });
});
