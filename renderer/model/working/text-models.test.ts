import { afterEach, expect, test } from "vitest";
import type { Monaco } from "../../monaco/setup.ts";
import { forgetTexts, moveTexts, noteSaved, showStored, takeStored, textModel } from "./text-models.ts";

/** The part of the editor that keeps models: the editor itself needs a page. */
const monaco = {
  editor: {
    createModel(text: string) {
      let isDisposed = false;
      let held = text;
      return {
        getValue: () => held,
        getValueLength: () => held.length,
        getFullModelRange: () => null,
        pushStackElement() {},
        pushEditOperations(_: unknown, [edit]: { text: string }[]) {
          held = edit?.text ?? held;
        },
        isDisposed: () => isDisposed,
        dispose: () => {
          isDisposed = true;
        },
      };
    },
  },
} as unknown as Monaco;

const show = (path: string, text = "", revision = 1) => textModel(monaco, 1, path, { text, revision });

afterEach(forgetTexts);

test("a file that is gone back to has the same model, another one and another working copy's has not", () => {
  const one = show("a.txt");
  expect(show("b.txt")).not.toBe(one);
  expect(textModel(monaco, 11, "a.txt", { text: "", revision: 1 })).not.toBe(one);
  expect(show("a.txt")).toBe(one);
});

test("the models shown longest ago go when there are too many", () => {
  const [first, second] = [show("first"), show("second")];
  show("first");
  for (let no = 0; no < 39; no++) show(`file ${no}`);
  expect(first.model.isDisposed()).toBe(false);
  expect(second.model.isDisposed()).toBe(true);
  show("one more");
  expect(first.model.isDisposed()).toBe(true);
});

test("the models shown longest ago go when there is too much in them, and never the one that is shown", () => {
  const large = "x".repeat(10_000_000);
  const one = show("one", large);
  const two = show("two", large);
  expect([one.model.isDisposed(), two.model.isDisposed()]).toEqual([true, false]);
  const three = show("three", large + large);
  expect([two.model.isDisposed(), three.model.isDisposed()]).toEqual([true, false]);
});

test("the models of a file and of what is in a folder go along when it is moved", () => {
  const [inside, beside] = [show("docs/a.txt"), show("docs2/a.txt")];
  moveTexts(1, "docs", "old/docs");
  expect(show("old/docs/a.txt")).toBe(inside);
  expect(show("docs2/a.txt")).toBe(beside);
  expect(show("docs/a.txt")).not.toBe(inside);
});

test("all are let go with the store", () => {
  const one = show("a.txt");
  forgetTexts();
  expect(one.model.isDisposed()).toBe(true);
});

test("what was saved here is no edit when it comes back, nor is what was there before it", () => {
  const shown = show("a.txt", "opened", 3);
  shown.text = "opened and typed";
  expect(takeStored(shown, { text: "opened", revision: 3 })).toBe(false);
  noteSaved(1, "a.txt", 6);
  for (const revision of [3, 4, 5]) expect(takeStored(shown, { text: "opened", revision })).toBe(false);
  expect(takeStored(shown, { text: "opened and typed", revision: 6 })).toBe(false);
  expect(shown.text).toBe("opened and typed");
});

test("what somebody else wrote is taken once, also when it is what was there before", () => {
  const shown = show("a.txt", "opened", 3);
  shown.text = "typed";
  noteSaved(1, "a.txt", 5);
  expect(takeStored(shown, { text: "theirs", revision: 5 })).toBe(true);
  expect(takeStored(shown, { text: "typed", revision: 4 })).toBe(false);
  expect(takeStored(shown, { text: "opened", revision: 6 })).toBe(true);
  expect([shown.text, shown.model.getValue()]).toEqual(["opened", "opened"]);
});

test("what is stored is shown again when what was typed is thrown away", () => {
  const shown = show("a.txt", "opened", 3);
  shown.text = "typed";
  showStored(1, "a.txt");
  expect(takeStored(shown, { text: "opened", revision: 3 })).toBe(true);
  expect(shown.model.getValue()).toBe("opened");
});
