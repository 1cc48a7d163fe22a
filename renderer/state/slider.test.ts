import { beforeEach, expect, test } from "vitest";
import { positionAt, sliderPlace, useSlider } from "./slider.ts";

const state = () => useSlider.getState();
const place = sliderPlace("work", null, "a.txt");

beforeEach(() => useSlider.setState({ isOpen: false, isNew: false, visited: null }));

test("takes the focus once when it is opened, and never when it is closed", () => {
  state().toggle();
  expect([state().isOpen, state().takesFocus(), state().takesFocus()]).toEqual([true, true, false]);
  state().toggle();
  expect([state().isOpen, state().takesFocus()]).toEqual([false, false]);
});

test("the visited version is of its place alone, and forgotten when it closes", () => {
  state().toggle();
  expect(positionAt(state(), place)).toBeUndefined();
  state().goTo({ place, position: 0 });
  expect(positionAt(state(), place)).toBe(0);
  for (const other of [
    sliderPlace("work", 1, "a.txt"),
    sliderPlace("b", null, "a.txt"),
    sliderPlace("work", null, "b"),
  ])
    expect(positionAt(state(), other)).toBeUndefined();
  state().close();
  state().toggle();
  expect(positionAt(state(), place)).toBeUndefined();
});
