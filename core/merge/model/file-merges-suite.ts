import fc from "fast-check";
import type { Region, RegionKind, Span, Suggestion } from "../text/region.ts";
import { FileMerge } from "./file-merge.ts";
import type { MergeTexts } from "./merge-source.ts";
import type { Choice } from "./region-state.ts";
import type { TextEdit } from "./text-edit.ts";

type Sides = Record<keyof MergeTexts, readonly string[]>;

/** A region and its lines in each text, one character per line, with its suggestion if it has one. */
export type Part = [kind: RegionKind, base: string, ours: string, theirs: string, suggestion?: Suggestion];

/** Builds the texts and regions of a merge from its regions' lines. */
export function sample(...parts: Part[]): TextSample {
  const lines = (text: string) => [...text].map((character) => `${character}\n`);
  return tiled(
    parts.map(([kind, base, ours, theirs, suggestion]) => ({
      kind,
      suggestion,
      base: lines(base),
      ours: lines(ours),
      theirs: lines(theirs),
    })),
  );
}

export interface TextSample {
  readonly texts: MergeTexts;
  readonly regions: readonly Region[];
}

interface TiledPart extends Sides {
  readonly kind: RegionKind;
  readonly suggestion: Suggestion | undefined;
}

function tiled(parts: readonly TiledPart[]): TextSample {
  const texts: Record<keyof MergeTexts, string[]> = { base: [], ours: [], theirs: [] };
  const take = (side: keyof MergeTexts, lines: readonly string[]): Span => {
    const start = texts[side].length;
    texts[side].push(...lines);
    return { start, count: lines.length };
  };
  const regions = parts.map(({ kind, suggestion, base, ours, theirs }) => ({
    kind,
    ...(suggestion && { suggestion }),
    base: take("base", base),
    ours: take("ours", ours),
    theirs: take("theirs", theirs),
  }));
  return { texts, regions };
}

const contents = fc.constantFrom("a", "b", "c", "", "x\r", "\ry", "\ufeffz", "long line");
const someLines = fc.array(
  fc.tuple(contents, fc.constantFrom("\n", "\n", "\r\n")).map(([content, end]) => content + end),
  { maxLength: 4 },
);

/** Texts and regions as a merge produces them. Some texts have no final line end, or no line. */
export const samples: fc.Arbitrary<TextSample> = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom<RegionKind[]>("unchanged", "ours", "theirs", "both", "conflict"),
        someLines,
        someLines,
        someLines,
        fc.constantFrom<(Suggestion | undefined)[]>(undefined, "ours", "theirs"),
      ),
      { maxLength: 12 },
    ),
    fc.record({ base: fc.boolean(), ours: fc.boolean(), theirs: fc.boolean() }),
  )
  .map(([parts, unended]) => {
    const apart = parts.filter(([kind], at) => kind === "conflict" || kind !== parts[at - 1]?.[0]);
    const regions = apart.map(([kind, a, b, c, suggestion]) => ({
      kind,
      suggestion: kind === "conflict" ? suggestion : undefined,
      base: a,
      ours: kind === "unchanged" || kind === "theirs" ? a : b,
      theirs: kind === "unchanged" || kind === "ours" ? a : kind === "both" ? b : c,
    }));
    // Only a side's own lines may lack an end: equal lines must stay equal.
    for (const side of ["base", "ours", "theirs"] as const) {
      const last = regions.findLast((region) => region[side].length > 0);
      if (last === undefined || !unended[side] || (last.kind !== "conflict" && last.kind !== side)) continue;
      last[side] = last[side].map((line, at) =>
        at === last[side].length - 1 ? line.replace(/\r?\n$/, "") || "end" : line,
      );
    }
    return tiled(regions);
  });

export const choices = fc.constantFrom<Choice[]>(
  "ours",
  "theirs",
  "ours+theirs",
  "theirs+ours",
  "base",
  "nothing",
);

const typedTexts = fc
  .array(fc.constantFrom("a", "b", "\n", "\r\n", "word", "\ue00d", ""), { maxLength: 4 })
  .map((parts) => parts.join(""));

/** An action on a merge. Numbers are taken modulo what there is. */
export type Action =
  | { readonly do: "choose"; readonly at: number; readonly choice: Choice }
  | { readonly do: "choose all"; readonly choice: Choice; readonly which: "open" | "all" }
  | { readonly do: "reopen"; readonly at: number }
  | { readonly do: "take suggestion"; readonly at: number }
  | { readonly do: "take suggestions" }
  | { readonly do: "write"; readonly at: number; readonly text: string }
  | { readonly do: "type"; readonly at: number; readonly length: number; readonly text: string };

const places = fc.nat(10_000);

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("choose"), at: places, choice: choices }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("choose all"),
        choice: choices,
        which: fc.constantFrom("open", "all"),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen"), at: places }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("take suggestion"), at: places }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("take suggestions") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("write"), at: places, text: typedTexts }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant("type"),
        at: places,
        length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
        text: typedTexts,
      }),
    },
  ),
  { maxLength: 12 },
);

/** Applies an action to a merge and to the text that an editor shows of it. */
export function act(
  merge: FileMerge,
  shown: string,
  action: Action,
): { merge: FileMerge; shown: string; edit: TextEdit } {
  if (action.do === "type") {
    const start = action.at % (shown.length + 1);
    const edit = editAt(shown, start, Math.min(start + action.length, shown.length), action.text);
    return { merge: merge.typed([edit]), shown: edited(shown, edit), edit };
  }
  const step = stepOf(merge, action);
  return { ...step, shown: edited(shown, step.edit) };
}

function stepOf(merge: FileMerge, action: Exclude<Action, { do: "type" }>) {
  if (action.do === "choose all") return merge.chooseAll(action.choice, action.which);
  if (action.do === "take suggestions") return merge.takeSuggestions();
  if (action.do === "take suggestion") {
    const offered = [...merge.regions()].filter(({ region }) => region.suggestion !== undefined);
    const taken = offered[action.at % offered.length];
    return taken === undefined ? merge.takeSuggestions() : merge.takeSuggestion(taken.index);
  }
  const index = action.at % merge.regionCount;
  if (action.do === "choose") return merge.choose(index, action.choice);
  return action.do === "write" ? merge.write(index, action.text) : merge.reopen(index);
}

/** Returns a merge after the actions. */
export function afterAll({ texts, regions }: TextSample, all: readonly Action[]): FileMerge {
  const begun = FileMerge.begin(texts, regions);
  return all.reduce((merge, action) => act(merge, merge.shownText(), action).merge, begun);
}

/** Applies an edit as an editor with "\n" line ends does. */
export function edited(shown: string, { range, text }: TextEdit): string {
  const start = offsetOf(shown, range.startLineNumber, range.startColumn);
  const end = offsetOf(shown, range.endLineNumber, range.endColumn);
  return shown.slice(0, start) + text.replaceAll("\r\n", "\n") + shown.slice(end);
}

/** Returns the edit of a part of the shown text, given by offsets. */
export function editAt(shown: string, start: number, end: number, text: string): TextEdit {
  const [startLineNumber, startColumn] = positionOf(shown, start);
  const [endLineNumber, endColumn] = positionOf(shown, end);
  return { range: { startLineNumber, startColumn, endLineNumber, endColumn }, text };
}

function offsetOf(shown: string, line: number, column: number): number {
  const rows = shown.split("\n");
  const row = rows[line - 1];
  if (row === undefined || column < 1 || column > row.length + 1) {
    throw new Error(`There is no place ${line}:${column}.`);
  }
  return rows.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}

function positionOf(shown: string, offset: number): [line: number, column: number] {
  const rows = shown.slice(0, offset).split("\n");
  return [rows.length, (rows.at(-1) ?? "").length + 1];
}
