import { expect, test } from "vitest";
import { directionOf } from "./undo-keys.ts";

const none = { key: "z", code: "KeyZ", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test.each([
  [{ ctrlKey: true }, "undo", undefined],
  [{ ctrlKey: true, shiftKey: true, key: "Z" }, "redo", undefined],
  [{ ctrlKey: true, key: "y", code: "KeyY" }, "redo", undefined],
  [{ metaKey: true }, undefined, "undo"],
  [{ metaKey: true, shiftKey: true, key: "Z" }, undefined, "redo"],
  [{ metaKey: true, key: "y", code: "KeyY" }, undefined, undefined],
  [{ ctrlKey: true, altKey: true }, undefined, undefined],
  [{ ctrlKey: true, metaKey: true }, undefined, undefined],
  [{ ctrlKey: true, key: "я" }, "undo", undefined],
  // A German keyboard has Y where an English one has Z.
  [{ ctrlKey: true, key: "y" }, "redo", undefined],
  [{}, undefined, undefined],
])("%j means %s, on a Mac %s", (pressed, elsewhere, onMac) => {
  expect(directionOf({ ...none, ...pressed }, false)).toBe(elsewhere);
  expect(directionOf({ ...none, ...pressed }, true)).toBe(onMac);
});
