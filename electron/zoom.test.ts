import { expect, test } from "vitest";
import { type ZoomInput, zoomStepOf } from "./zoom.ts";

const none: ZoomInput = { type: "keyDown", key: "", code: "", control: true, meta: false, alt: false };

test.each<[string, Partial<ZoomInput>, ReturnType<typeof zoomStepOf>]>([
  ["= of an English keyboard", { key: "=", code: "Equal" }, "in"],
  ["the same with Shift", { key: "+", code: "Equal" }, "in"],
  ["+ of a German keyboard", { key: "+", code: "BracketRight" }, "in"],
  ["+ of a Swedish keyboard, where an English one has -", { key: "+", code: "Minus" }, "in"],
  ["+ of the keypad", { key: "+", code: "NumpadAdd" }, "in"],
  ["-", { key: "-", code: "Minus" }, "out"],
  ["- with Shift", { key: "_", code: "Minus" }, "out"],
  ["- of a Swedish keyboard", { key: "-", code: "Slash" }, "out"],
  ["- of the keypad", { key: "-", code: "NumpadSubtract" }, "out"],
  ["0", { key: "0", code: "Digit0" }, "reset"],
  ["0 of a French keyboard, without Shift", { key: "à", code: "Digit0" }, "reset"],
  ["0 of the keypad", { key: "0", code: "Numpad0" }, "reset"],
  ["0 of the keypad without Num Lock", { key: "Insert", code: "Numpad0" }, "reset"],
  ["letting go", { type: "keyUp", key: "=" }, undefined],
  ["no Ctrl", { key: "=", control: false }, undefined],
  ["AltGr, by which some keyboards write", { key: "=", alt: true }, undefined],
  ["another key", { key: "9", code: "Digit9" }, undefined],
])("%s", (_, pressed, step) => {
  expect(zoomStepOf({ ...none, ...pressed }, false)).toBe(step);
  const onMac = { ...none, ...pressed, meta: pressed.control ?? true, control: false };
  expect(zoomStepOf(onMac, true)).toBe(step);
});
