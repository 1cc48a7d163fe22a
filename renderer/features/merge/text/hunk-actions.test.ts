// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { FileSession } from "../../../model/merge/file-session.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import { hunkActions } from "./hunk-actions.tsx";

const texts = {
  base: ["keep\n", "one two\n", "b\n"],
  ours: ["keep\n", "ONE two\n", "B\n"],
  theirs: ["keep\n", "one TWO\n", "b\n"],
};
const one = (start: number) => ({ base: span(start), ours: span(start), theirs: span(start) });
const span = (start: number) => ({ start, count: 1 });
const names = { ours: "main", theirs: "side", base: "base (main)" };

function open(): FileSession {
  const merge = FileMerge.begin(texts, [
    { kind: "unchanged", ...one(0) },
    { kind: "conflict", ...one(1) },
    { kind: "ours", ...one(2) },
  ]);
  const store = {
    load: async () => ({ merge, revision: 0 }),
    step: async () => 1,
    apply: () => merge,
  };
  return new FileSession({ merge, revision: 0 }, store);
}
const actionsOf = (session: FileSession, line = 1) =>
  hunkActions({ session, view: session.view, names, spot: { pane: "result", line } });
const idsOf = (session: FileSession) => actionsOf(session).map(({ id }) => id);

beforeEach(() => useMergeView.getState().set({ advance: true }));

test("a conflict can be decided for each side, both, the base, neither, and its words combined", () => {
  const session = open();
  expect(idsOf(session)).toEqual([
    "theirs",
    "ours",
    "theirs+ours",
    "ours+theirs",
    "base",
    "nothing",
    "combined",
    "join",
  ]);
  expect(actionsOf(session).map(({ key }) => key.cap)).toEqual([
    "1",
    "2",
    "3",
    "Shift+3",
    "B",
    "0",
    "C",
    "J",
  ]);
  expect(actionsOf(session)[0]).toMatchObject({ text: "side", tip: "Take side" });
});

test("each action previews what it leaves", () => {
  const previews = actionsOf(open()).map(({ preview }) => preview?.().join(""));
  expect(previews).toEqual([
    "one TWO\n",
    "ONE two\n",
    "one TWO\nONE two\n",
    "ONE two\none TWO\n",
    "one two\n",
    "",
    "ONE TWO\n",
    undefined,
  ]);
});

test("a decided hunk says what was taken, and can be reopened", () => {
  const session = open();
  actionsOf(session)
    .find(({ id }) => id === "combined")
    ?.run();
  expect(session.merge.text()).toBe("keep\nONE TWO\nB\n");
  expect(
    actionsOf(session)
      .filter(({ isTaken }) => isTaken)
      .map(({ id }) => id),
  ).toEqual(["combined"]);
  expect(idsOf(session)).toContain("reopen");
});

test("a change that was merged by itself can be taken back, and has nothing to combine", () => {
  const session = open();
  session.goTo(2);
  expect(idsOf(session)).toEqual(["theirs", "ours", "base", "nothing"]);
  expect(
    actionsOf(session)
      .filter(({ isTaken }) => isTaken)
      .map(({ id }) => id),
  ).toEqual(["ours"]);
});

test("unchanged lines have no actions", () => {
  const session = open();
  session.goTo(0);
  expect(actionsOf(session)).toEqual([]);
});
