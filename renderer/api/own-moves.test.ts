// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answers, connectFake } from "../testing/fake-bridge.ts";
import { moveOf } from "../testing/samples.ts";
import { ask } from "./bridge.ts";
import { followOwnMoves, isOwn, noteStep, useOwnMoves } from "./own-moves.ts";

let end = () => {};
beforeEach(() => {
  useOwnMoves.setState({ made: [], undone: [] });
  end = followOwnMoves();
});
afterEach(() => end());

/** A store whose label `work` was moved last to `c1`. */
const connect = (answers: Answers) =>
  connectFake({ "undo.preview": () => ({ undo: moveOf(), redo: null }), ...answers });
const isMine = () => isOwn(useOwnMoves.getState(), "undo", moveOf());

test("a move of this window is known as its own before its caller goes on", async () => {
  connect({ reset: () => ({ label: "work", ca_id: "c1" as never, moved: true }) });
  expect(isMine()).toBe(false);
  await ask("reset", { label: "work", ref: "c1" });
  expect(isMine()).toBe(true);
});

test.each<[string, Answers, () => Promise<unknown>]>([
  [
    "a reset that changed nothing",
    { reset: () => ({ label: "work", moved: false }) },
    () => ask("reset", { label: "work", ref: "c1" }),
  ],
  [
    "a rejected push",
    { "mount.push": () => ({ status: "rejected", label: "work" }) },
    () => ask("mount.push", { mount: "copy" }),
  ],
  [
    "a move that another one followed",
    { reset: () => ({ label: "work", ca_id: "z9" as never, moved: true }) },
    () => ask("reset", { label: "work", ref: "z9" }),
  ],
  [
    "what moves no label",
    { "label.pin": () => ({ label: "work", ca_id: "c1" }) as never },
    () => ask("label.pin", { label: "work", pinned: true }),
  ],
])("%s is no move of this window", async (_name, answers, act) => {
  connect(answers);
  await act();
  expect(isMine()).toBe(false);
});

test("a pushed working copy and a deleted label are moves of this window", async () => {
  connect({ "mount.push": () => ({ status: "advanced", label: "work", ca_id: "c1" as never }) });
  await ask("mount.push", { mount: "copy" });
  expect(isMine()).toBe(true);
  const deletion = moveOf({ op: "delete", to: null, seq: 6 });
  connectFake({
    "label.delete": () => ({ label: "work", ca_id: "c1" as never }),
    "undo.preview": () => ({ undo: deletion, redo: null }),
  });
  await ask("label.delete", { label: "work" });
  expect(isOwn(useOwnMoves.getState(), "undo", deletion)).toBe(true);
});

test("what this window undid it may redo, and what it redid it may undo; a move of another time is another", () => {
  const is = (direction: "undo" | "redo", move = moveOf()) => isOwn(useOwnMoves.getState(), direction, move);
  noteStep("undo", moveOf());
  expect([is("undo"), is("redo")]).toEqual([false, true]);
  noteStep("redo", moveOf());
  expect([is("undo"), is("redo")]).toEqual([true, true]);
  expect(is("undo", moveOf({ at: 1 }))).toBe(false);
});

test("the latest thousand are kept, each once", () => {
  const at = (seq: number) => isOwn(useOwnMoves.getState(), "undo", moveOf({ seq }));
  for (let seq = 0; seq < 1000; seq++) noteStep("redo", moveOf({ seq }));
  noteStep("redo", moveOf({ seq: 0 }));
  expect([at(0), at(1)]).toEqual([true, true]);
  noteStep("redo", moveOf({ seq: 1000 }));
  expect([at(0), at(1), at(2)]).toEqual([true, false, true]);
});
