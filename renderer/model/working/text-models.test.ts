import { afterEach, expect, test } from "vitest";
import type { Monaco } from "../../monaco/setup.ts";
import { forgetTexts, moveTexts, textModel } from "./text-models.ts";

/** The part of the editor that keeps models: the editor itself needs a page. */
const monaco = {
  editor: {
    createModel(text: string) {
      let isDisposed = false;
      return {
        getValueLength: () => text.length,
        isDisposed: () => isDisposed,
        dispose: () => {
          isDisposed = true;
        },
      };
    },
  },
} as unknown as Monaco;

const show = (path: string, text = "") => textModel(monaco, 1, path, text);

afterEach(forgetTexts);

test("a file that is gone back to has the same model, another one and another working copy's has not", () => {
  const one = show("a.txt");
  expect(show("b.txt")).not.toBe(one);
  expect(textModel(monaco, 11, "a.txt", "")).not.toBe(one);
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
