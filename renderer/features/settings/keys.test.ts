// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { capOf, KEY_GROUPS } from "./keys.ts";

test.each([
  ["Mod", "Ctrl", "⌘"],
  ["Shift", "Shift", "⇧"],
  ["Alt", "Alt", "⌥"],
  ["PageUp", "Page Up", "Page Up"],
  ["Delete", "Del", "Del"],
  ["F7", "F7", "F7"],
  ["↑", "↑", "↑"],
])("the cap of %s says %s, and %s on a Mac", (key, cap, mac) => {
  expect([capOf(key, false), capOf(key, true)]).toEqual([cap, mac]);
});

test("no two lines of a group are about the same keys", () => {
  for (const { title, lines } of KEY_GROUPS) {
    const keys = lines.flatMap(({ keys }) => keys.map((caps) => caps.join(" ")));
    expect([title, new Set(keys).size]).toEqual([title, keys.length]);
  }
});
