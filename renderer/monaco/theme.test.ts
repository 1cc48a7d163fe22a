import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COLOURS, SYNTAX } from "./theme.ts";

type Colour = readonly [number, number, number];

const tokens = new Map(
  [
    ...readFileSync("renderer/tokens.css", "utf8")
      // Leaves out the colours for more contrast: the default ones are harder to read.
      .replace(/@media.*/s, "")
      .matchAll(/(--[\w-]+): light-dark\((#\w+), (#\w+)\)/g),
  ].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]),
);

function colour(name: string, theme: "light" | "dark"): Colour {
  const value = tokens.get(name)?.[theme] ?? "";
  return [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16)) as unknown as Colour;
}

/** Lays `--name/20` over a colour. */
function lay(token: string, theme: "light" | "dark", below: Colour): Colour {
  const [name = "", percent = "100"] = token.split("/");
  const share = Number(percent) / 100;
  return colour(name, theme).map((part, no) => part * share + (below[no] ?? 0) * (1 - share)) as never;
}

/** WCAG 2.2, relative luminance. */
function luminance(parts: Colour): number {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const changes = ["inserted", "removed"] as const;
const cases = (["light", "dark"] as const).flatMap((theme) => changes.map((change) => ({ theme, change })));

test.each(cases)("every word is legible on what was $change, $theme", ({ theme, change }) => {
  const line = lay(COLOURS[`diffEditor.${change}LineBackground`], theme, colour("--surface-code", theme));
  const word = lay(COLOURS[`diffEditor.${change}TextBackground`], theme, line);
  for (const token of ["--text", ...Object.keys(SYNTAX)])
    expect(contrast(colour(token, theme), word), token).toBeGreaterThanOrEqual(4.5);
  // And a changed word is seen within its line.
  expect(contrast(line, word)).toBeGreaterThan(1.2);
});
