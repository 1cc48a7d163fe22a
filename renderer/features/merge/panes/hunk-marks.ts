import type { editor, IRange } from "monaco-editor/editor";
import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import type { Origin, RegionState } from "../../../../core/merge/model/region-state.ts";
import type { Span } from "../../../../core/merge/text/region.ts";
import { text } from "../../../strings/index.ts";
import styles from "./marks.module.css";
import { PANES, type PaneName } from "./pane-names.ts";
import { lookOf, type RegionLook } from "./region-look.ts";

type Decoration = editor.IModelDeltaDecoration;
type Models = Readonly<Record<PaneName, editor.ITextModel>>;

/** The names that marks show in their tips. */
export interface SideNames {
  readonly ours: string;
  readonly theirs: string;
  readonly base: string;
}

/** The decorations of one hunk in each pane. */
type HunkIds = Readonly<Record<PaneName, readonly string[]>>;

const words = text.merge;
/** In the middle of the overview ruler, where each state has a colour of its own; colours are named in the theme. */
const RULER = { center: 2 } as const;

/** Marks the hunks in all panes. Only the hunks that a change touched are marked anew. */
export class HunkMarks {
  readonly #models: Models;
  readonly #names: SideNames;
  #marked = new Map<RegionState, HunkIds>();

  constructor(models: Models, names: SideNames) {
    this.#models = models;
    this.#names = names;
  }

  refresh(merge: FileMerge): void {
    const kept = new Map<RegionState, HunkIds>();
    const added: { state: RegionState; start: number }[] = [];
    let start = 0;
    for (const state of merge.states.states()) {
      const known = this.#marked.get(state);
      if (known !== undefined) kept.set(state, known);
      else if (lookOf(state) !== undefined) added.push({ state, start });
      start += state.lines;
    }
    const gone: HunkIds[] = [];
    for (const [state, ids] of this.#marked) if (!kept.has(state)) gone.push(ids);
    if (gone.length === 0 && added.length === 0) return;
    const ids = new Map(added.map(({ state }) => [state, { theirs: [], result: [], ours: [], base: [] }]));
    for (const pane of PANES) {
      const marks = added.map(({ state, start }) => this.#marksOf(merge, state, start, pane));
      const old = gone.flatMap((each) => each[pane]);
      const given = this.#models[pane].deltaDecorations(old, marks.flat());
      let at = 0;
      for (const [no, { state }] of added.entries()) {
        const count = marks[no]?.length ?? 0;
        const each: Record<PaneName, readonly string[]> | undefined = ids.get(state);
        if (each !== undefined) each[pane] = given.slice(at, at + count);
        at += count;
      }
    }
    for (const [state, each] of ids) kept.set(state, each);
    this.#marked = kept;
  }

  #marksOf(merge: FileMerge, state: RegionState, start: number, pane: PaneName): Decoration[] {
    const look = lookOf(state);
    if (look === undefined) return [];
    if (pane !== "result") {
      // What is unchanged was typed into in the result only.
      return state.region.kind === "unchanged" ? [] : this.#sideMarks(state, look, pane);
    }
    const span = { start, count: state.lines };
    return [...resultMarks(span, look), ...this.#origins(merge, span)];
  }

  #sideMarks(state: RegionState, look: RegionLook, pane: Exclude<PaneName, "result">): Decoration[] {
    const { region } = state;
    const isChanged = region.kind === "conflict" || region.kind === "both" || region.kind === pane;
    const differs = isChanged || pane === "base";
    const isTaken = state.pieces.some(({ from }) => from === pane);
    const takes = pane === "base" || (isChanged && region.kind === "conflict");
    const lines: Decoration = {
      range: rangeOf(region[pane]),
      options: {
        isWholeLine: true,
        className: classes(differs ? styles[pane] : undefined, emptyClass(region[pane])),
        linesDecorationsClassName: classes(
          styles.bar,
          styles[`bar-${differs ? pane : "same"}`],
          look === "open" || look === "suggested" ? styles.undecided : undefined,
        ),
        stickiness: 1,
      },
    };
    if (!takes) return [lines];
    const sign = classes(styles.take, styles[`take-${pane}`], isTaken ? styles.isTaken : undefined);
    return [lines, signAt(region[pane], sign, words.take(this.#names[pane]))];
  }

  #origins(merge: FileMerge, { start, count }: Span): Decoration[] {
    return [...merge.origins(start, start + count)].map((run) => ({
      range: rangeOf(run),
      options: {
        isWholeLine: true,
        linesDecorationsClassName: classes(styles.origin, styles[`from-${run.origin}`]),
        linesDecorationsTooltip: this.#originWords(run.origin),
        stickiness: 1,
      },
    }));
  }

  #originWords(origin: Origin): string {
    const { from } = words;
    switch (origin) {
      case "ours":
      case "theirs":
      case "base":
        return from.side(this.#names[origin]);
      case "both":
        return from.both(this.#names.theirs, this.#names.ours);
      default:
        return from[origin];
    }
  }
}

function resultMarks(span: Span, look: RegionLook): Decoration[] {
  const lines: Decoration = {
    range: rangeOf(span),
    options: {
      isWholeLine: true,
      className: classes(styles[look], emptyClass(span)),
      overviewRuler: { color: { id: `merge.${look}` }, position: RULER.center },
      stickiness: 1,
    },
  };
  return [lines, signAt(span, classes(styles.sign, styles[`sign-${look}`]), words.looks[look])];
}

/** Puts a sign beside the first of some lines. */
function signAt(span: Span, className: string, tip: string): Decoration {
  const { startLineNumber: line } = rangeOf(span);
  return {
    range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
    options: { glyphMarginClassName: className, glyphMarginHoverMessage: { value: tip }, stickiness: 1 },
  };
}

/** Returns the range of lines in an editor; for none, of the line before them. */
export function rangeOf({ start, count }: Span): IRange {
  const first = count === 0 ? Math.max(1, start) : start + 1;
  const last = count === 0 ? first : start + count;
  return { startLineNumber: first, startColumn: 1, endLineNumber: last, endColumn: 1 };
}

/** A hunk without lines is shown as a line between two lines. */
function emptyClass({ start, count }: Span): string | undefined {
  if (count > 0) return undefined;
  return start === 0 ? styles.emptyAbove : styles.empty;
}

function classes(...names: readonly (string | undefined)[]): string {
  return names.filter((name) => name !== undefined).join(" ");
}
