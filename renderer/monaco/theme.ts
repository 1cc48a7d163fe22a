import type { Monaco } from "./setup.ts";

const THEME = "strata";

/** Monaco's colours, by the window's own. */
export const COLOURS = {
  "editor.background": "--surface-code",
  "editorGutter.background": "--surface-code",
  "editor.foreground": "--text",
  "editorLineNumber.foreground": "--text-muted",
  "editorLineNumber.activeForeground": "--text",
  "editor.selectionBackground": "--surface-selected",
  "editor.inactiveSelectionBackground": "--surface-hover",
  // Pairs of brackets in many colours say less than they shout.
  "editorBracketHighlight.foreground1": "--text",
  "editorBracketHighlight.foreground2": "--text",
  "editorBracketHighlight.foreground3": "--text",
  "editorWidget.background": "--surface-raised",
  "editorWidget.foreground": "--text",
  "editorWidget.border": "--line",
  "editorHoverWidget.background": "--surface-raised",
  "input.background": "--surface",
  "input.foreground": "--text",
  "input.border": "--line-strong",
  "scrollbarSlider.background": "--line-strong/50",
  "scrollbarSlider.hoverBackground": "--line-strong/80",
  "scrollbarSlider.activeBackground": "--text-muted/80",
  "menu.background": "--surface-raised",
  "menu.foreground": "--text",
  "menu.border": "--line",
  "menu.selectionBackground": "--surface-selected",
  "menu.selectionForeground": "--text",
  focusBorder: "--focus",
  // So thin that a selection shows through, and that comments are legible on a word within a line.
  "diffEditor.insertedLineBackground": "--added-mark/10",
  "diffEditor.insertedTextBackground": "--added-mark/20",
  "diffEditor.removedLineBackground": "--removed-mark/10",
  "diffEditor.removedTextBackground": "--removed-mark/20",
  "diffEditorGutter.insertedLineBackground": "--added-mark/20",
  "diffEditorGutter.removedLineBackground": "--removed-mark/20",
  "diffEditorOverview.insertedForeground": "--added/99",
  "diffEditorOverview.removedForeground": "--removed/99",
  "diffEditor.border": "--line",
  "diffEditor.unchangedRegionBackground": "--surface-frame",
  "diffEditor.unchangedRegionForeground": "--text-muted",
  "diffEditor.unchangedCodeBackground": "--surface-code",
  // The hunks of a merge in the ruler beside the scrollbar.
  "merge.open": "--conflict",
  "merge.suggested": "--conflict/60",
  "merge.resolved": "--added",
  "merge.auto": "--changed/60",
  "merge.typed": "--accent",
  "merge.found": "--changed",
} as const;

/** Which words of programs are drawn in which: all that the editor's own themes draw too faintly on what was changed. */
export const SYNTAX: Readonly<Record<string, string>> = {
  "--text-muted":
    "comment annotation metatag.html metatag.xml delimiter.html delimiter.xml operator.sql operator.scss operator.swift meta.scss",
  "--code-keyword": "keyword keyword.flow.scss constant tag tag.id.pug tag.class.pug variable.predefined",
  "--code-string": "string string.sql regexp metatag.content.html",
  "--code-number": "number attribute.value.number attribute.value.unit",
  "--code-type": "type",
  "--code-special": "keyword.flow predefined.sql attribute.name metatag",
  "--removed": "invalid",
};

/** Draws every editor in the window's colours, and follows the system's from light to dark, to more contrast, and to colours that it chooses. */
export function followTheme(monaco: Monaco): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const forced = matchMedia("(forced-colors: active)");
  const apply = () => {
    monaco.editor.defineTheme(THEME, {
      base:
        contrast.matches || forced.matches
          ? dark.matches
            ? "hc-black"
            : "hc-light"
          : dark.matches
            ? "vs-dark"
            : "vs",
      inherit: true,
      rules: rulesOf(resolve(Object.fromEntries(Object.keys(SYNTAX).map((token) => [token, token])))),
      colors: resolve(COLOURS),
    });
    monaco.editor.setTheme(THEME);
  };
  apply();
  for (const each of [dark, contrast, forced]) each.addEventListener("change", apply);
}

function rulesOf(colours: Readonly<Record<string, string>>): { token: string; foreground: string }[] {
  return Object.entries(SYNTAX).flatMap(([colour, words]) =>
    words.split(" ").map((token) => ({ token, foreground: (colours[colour] ?? "").slice(1) })),
  );
}

/** Finds out the colours that tokens stand for at the moment; `--name/40` is one with 40 % of opacity. */
function resolve(tokens: Readonly<Record<string, string>>): Record<string, string> {
  const probe = document.createElement("span");
  // Editors draw in their own colours also where the system chooses those of everything else.
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  const colourOf = (token: string) => {
    const [name, opacity] = token.split("/");
    probe.style.color = `var(${name})`;
    return hexOf(getComputedStyle(probe).color, opacity === undefined ? 1 : Number(opacity) / 100);
  };
  const resolved = Object.fromEntries(Object.entries(tokens).map(([key, token]) => [key, colourOf(token)]));
  probe.remove();
  return resolved;
}

/** Writes a computed colour (`rgb(1, 2, 3)`) as an editor's theme wants it: `#010203`, with the opacity behind; black where there is none. */
export function hexOf(colour: string, opacity: number): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const alpha = opacity < 1 ? [opacity * 255] : [];
  return `#${[red, green, blue, ...alpha].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
