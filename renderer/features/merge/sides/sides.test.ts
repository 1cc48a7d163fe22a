// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { labelHue } from "../../../components/label-dot.tsx";
import { mergeOf } from "../../../testing/samples.ts";
import { aboutSide, sideColours, sideWords } from "./sides.ts";

const { ours, theirs } = mergeOf();
const hueOf = (colour: unknown) => Number(/([\d.]+)\)$/.exec(String(colour))?.[1]);

test("sides have their labels' colours", () => {
  const colours = sideColours({ ours, theirs }) as Record<string, string>;
  expect(hueOf(colours["--ours"])).toBeCloseTo(labelHue("work"), 0);
  expect(hueOf(colours["--theirs"])).toBeCloseTo(labelHue("other"), 0);
});

test("a working copy of a label has another colour than the label", () => {
  const colours = sideColours({ ours, theirs: { ...theirs, label: "work" } }) as Record<string, string>;
  expect(Math.abs(hueOf(colours["--ours"]) - hueOf(colours["--theirs"]))).toBeCloseTo(180, 0);
});

test("sides are named as people know them", () => {
  expect(sideWords(mergeOf())).toEqual({ ours: "work", theirs: "other", base: "base (work)" });
  expect(sideWords(mergeOf({ base: null })).base).toBe("no common base");
  expect(aboutSide({ ...ours, at: null, by: null, message: "Tidy" })).toBe("work · snapshot a1 · Tidy");
});
