import { beforeEach, expect, test } from "vitest";
import { labelOf, type Side, sideOfFolder, sideOfMove, useSides } from "./sides.ts";

const one: Side = { is: "snapshot", snapshot: "a0" };
const other: Side = { is: "snapshot", snapshot: "b0" };
const sides = () => {
  const { from, to } = useSides.getState();
  return [from, to];
};

beforeEach(() => useSides.getState().both(one, null));

test("a side is chosen by itself, and both change places", () => {
  useSides.getState().choose("to", other);
  expect(sides()).toEqual([one, other]);
  useSides.getState().swap();
  expect(sides()).toEqual([other, one]);
});

test("a move is a side unless it deleted the label", () => {
  expect(sideOfMove("work", { to: "a0", at: 5 })).toEqual({
    is: "move",
    label: "work",
    snapshot: "a0",
    at: 5,
  });
  expect(sideOfMove("work", { to: null, at: 5 })).toBeNull();
});

test("a folder that is read again is another side", () => {
  const first = sideOfFolder("work", "/home");
  expect(first).toMatchObject({ is: "folder", label: "work", folder: "/home" });
  expect(sideOfFolder("work", "/home")).not.toEqual(first);
});

test("a side belongs to the label that it was found by; a bare snapshot to none", () => {
  expect(labelOf(sideOfFolder("work", "/home"))).toBe("work");
  expect(labelOf({ is: "mount", id: 1, name: "copy", label: null })).toBeNull();
  expect(labelOf(one)).toBeNull();
});
