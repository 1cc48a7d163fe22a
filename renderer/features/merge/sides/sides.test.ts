// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { labelHue } from "../../../components/label-dot.tsx";
import { mergeOf } from "../../../testing/samples.ts";
import { aboutSide, sideColours, sideWords, withNames } from "./sides.ts";

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

test("a sentence of the merge names the sides", () => {
  const names = sideWords(mergeOf());
  expect(withNames("Ours changed it, theirs deleted it.", names)).toBe("work changed it, other deleted it.");
  expect(withNames("Ours moved it to a/ours, theirs to ours of old.", names)).toBe(
    "work moved it to a/ours, other to ours of old.",
  );
  expect(withNames("It is no text.", names)).toBe("It is no text.");
});

test("sides are named as people know them", () => {
  expect(sideWords(mergeOf())).toEqual({ ours: "work", theirs: "other", base: "base (work)" });
  expect(sideWords(mergeOf({ base: null })).base).toBe("no common base");
  expect(aboutSide({ ...ours, at: null, by: null, message: "Tidy" })).toBe("work · snapshot a1 · Tidy");
});
