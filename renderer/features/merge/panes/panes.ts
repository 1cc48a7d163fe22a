import type { editor, IRange } from "monaco-editor/editor";
import { shownLine } from "../../../../core/merge/model/editor-text.ts";
import type { FileSession, MergeChange } from "../../../model/merge/file-session.ts";
import { languageOf } from "../../../monaco/language-of.ts";
import { LOOK } from "../../../monaco/options.ts";
import type { Monaco } from "../../../monaco/setup.ts";
import { Alignment } from "./alignment.ts";
import { firstDifference } from "./first-difference.ts";
import { HunkMarks, rangeOf, type SideNames } from "./hunk-marks.ts";
import styles from "./marks.module.css";
import { PANES, type PaneName } from "./pane-names.ts";
import { ScrollSync } from "./scroll-sync.ts";
import { WordMarks } from "./word-marks.ts";

/** A difference in one of the first columns is in view unless the pane was scrolled. */
const SHORT = 20;
/** Up to this part of a pane's width a difference is in view without scrolling sideways. */
const SEEN = 0.8;
/** After scrolling sideways, this part of the width shows what is before the difference. */
const AHEAD = 0.35;

/** A line of a pane, counted from 0. */
export interface Spot {
  readonly pane: PaneName;
  readonly line: number;
}

/**
 * The editors of a file's merge. It shows the texts and the result, follows each change of the session, and tells the session
 * what is typed. An editor may come and go, as panes are laid out; the texts and their marks stay.
 */
export class MergePanes {
  readonly #session: FileSession;
  readonly #models: Readonly<Record<PaneName, editor.ITextModel>>;
  readonly #editors = new Map<PaneName, editor.IStandaloneCodeEditor>();
  readonly #marks: HunkMarks;
  readonly #words: WordMarks;
  readonly #alignment: Alignment;
  readonly #scroll = new ScrollSync();
  readonly #viewers = new Set<() => void>();
  readonly #layouts = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  #current = new Map<PaneName, string[]>();
  #spot: Spot = { pane: "result", line: 0 };
  #isEditing = false;
  #isRevealing = false;
  /** The line to reveal while its region is at hand and nothing was changed. */
  #wanted: { readonly index: number; readonly line: number } | undefined;
  #shownCurrent = -1;

  constructor(monaco: Monaco, session: FileSession, path: string, names: SideNames) {
    this.#session = session;
    const { merge } = session;
    const { texts } = merge.source;
    const modelOf = (text: string) => {
      const model = monaco.editor.createModel(text, languageOf(path));
      // The merge counts characters with "\n" between lines.
      model.setEOL(0);
      return model;
    };
    const shown = (lines: readonly string[]) => modelOf(shownText(lines));
    this.#models = {
      theirs: shown(texts.theirs),
      ours: shown(texts.ours),
      base: shown(texts.base),
      result: modelOf(merge.shownText()),
    };
    this.#marks = new HunkMarks(this.#models, names);
    this.#words = new WordMarks(this.#models);
    this.#alignment = new Alignment(merge);
    this.#marks.refresh(merge);
    this.#ends.push(
      session.onChange((change) => this.#follow(change)),
      session.subscribe(() => this.#markCurrent()),
    );
    const typed = this.#models.result.onDidChangeContent(({ changes }) => {
      if (!this.#isEditing) session.typed(changes.map(({ range, text }) => ({ range, text })));
    });
    this.#ends.push(() => typed.dispose());
    this.#markCurrent();
  }

  /** Where the cursor was put last. A new object after each move. */
  get spot(): Spot {
    return this.#spot;
  }

  /** Calls a listener after each move of the cursor. Returns a function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#viewers.add(listener);
    return () => void this.#viewers.delete(listener);
  };

  editor(pane: PaneName): editor.IStandaloneCodeEditor | undefined {
    return this.#editors.get(pane);
  }

  model(pane: PaneName): editor.ITextModel {
    return this.#models[pane];
  }

  /** Calls a listener after an editor came or went. Returns a function that stops it. */
  onShown(listener: () => void): () => void {
    this.#layouts.add(listener);
    return () => void this.#layouts.delete(listener);
  }

  /** Shows a pane in an editor. Returns a function that ends that; the editor is its maker's to dispose of. */
  attach(pane: PaneName, shown: editor.IStandaloneCodeEditor): () => void {
    shown.setModel(this.#models[pane]);
    this.#editors.set(pane, shown);
    this.#alignment.attach(pane, shown);
    const ends = [
      this.#scroll.add(shown),
      ...[
        shown.onDidChangeCursorPosition(({ position, reason }) => {
          // Content that was replaced moves the cursor too.
          if (reason !== 2 && !this.#isRevealing) this.#goTo({ pane, line: position.lineNumber - 1 });
        }),
        shown.onMouseDown(({ target }) => {
          if (pane === "result" || !target.element?.classList.contains(styles.take ?? "")) return;
          const line = (target.position?.lineNumber ?? 1) - 1;
          this.#session.goTo(this.#hunkSignedAt(pane, line));
          this.#session.choose(pane, false);
        }),
        shown.onDidScrollChange(() => this.#showWords()),
        shown.onDidLayoutChange(() => this.#showWords()),
      ].map((listener) => () => listener.dispose()),
    ];
    this.#showWords();
    if (pane === "result") ends.push(this.#revealOnceLaidOut(shown));
    for (const listener of this.#layouts) listener();
    return () => {
      for (const end of ends) end();
      this.#alignment.detach(pane);
      this.#editors.delete(pane);
      for (const listener of this.#layouts) listener();
    };
  }

  /** Brings the region at hand into view as soon as there is room for it. Returns a function that ends that. */
  #revealOnceLaidOut(shown: editor.IStandaloneCodeEditor): () => void {
    const listener = shown.onDidLayoutChange(() => reveal());
    const reveal = () => {
      if (shown.getLayoutInfo().height < LOOK.lineHeight) return;
      listener.dispose();
      requestAnimationFrame(() => this.reveal());
    };
    reveal();
    return () => listener.dispose();
  }

  /** Brings the region at hand into view, and puts the cursor there. */
  reveal(): void {
    const { current } = this.#session.view;
    const { result } = this.#session.merge.region(current);
    const shown = this.#editors.get("result");
    if (shown === undefined) return;
    const wanted = this.#wanted?.index === current ? this.#wanted.line : result.start;
    const line = Math.min(wanted + 1, this.#models.result.getLineCount());
    // A hunk without lines is at hand although the cursor is on the line after it.
    this.#isRevealing = true;
    shown.setPosition({ lineNumber: line, column: 1 });
    this.#isRevealing = false;
    const last = Math.min(line + Math.max(0, result.start + result.count - line), line + 12);
    shown.revealLinesInCenterIfOutsideViewport(line, last, 1);
    this.#revealDifference(shown, current);
    this.#spot = { pane: "result", line: line - 1 };
    for (const viewer of this.#viewers) viewer();
  }

  /** Scrolls sideways to the first character of a region that differs; to the beginning of the lines where that is in view then. */
  #revealDifference(shown: editor.ICodeEditor, index: number): void {
    const { merge } = this.#session;
    const { line, column } = firstDifference(merge, index) ?? { line: 0, column: 0 };
    // Where a character is has to be measured, which lays out the lines: not where it is in view anyway.
    if (column < SHORT && shown.getScrollLeft() === 0) return;
    const { result } = merge.region(index);
    const at = Math.min(result.start + line + 1, this.#models.result.getLineCount());
    const offset = shown.getOffsetForColumn(
      at,
      Math.min(column + 1, this.#models.result.getLineMaxColumn(at)),
    );
    const { contentWidth } = shown.getLayoutInfo();
    shown.setScrollLeft(offset < contentWidth * SEEN ? 0 : offset - contentWidth * AHEAD, 1);
  }

  /** Goes to a line of the result, counted from 0. */
  goToLine(line: number): void {
    const index = this.#regionAt({ pane: "result", line });
    this.#session.goTo(index);
    this.#wanted = { index, line };
    this.reveal();
  }

  /** Selects a stretch of a pane's text and brings it into view. */
  show(pane: PaneName, range: IRange): void {
    const shown = this.#editors.get(pane);
    shown?.setSelection(range);
    shown?.revealRangeInCenterIfOutsideViewport(range, 1);
  }

  /** Returns what is selected in the editor that has the focus, if it is within one line. */
  selectedText(): string {
    const [focused] = [...this.#editors.values()].filter((each) => each.hasTextFocus());
    const selection = focused?.getSelection();
    if (!selection || selection.startLineNumber !== selection.endLineNumber) return "";
    return focused?.getModel()?.getValueInRange(selection) ?? "";
  }

  setWraps(wraps: boolean): void {
    for (const shown of this.#editors.values()) shown.updateOptions({ wordWrap: wraps ? "on" : "off" });
    this.#alignment.setWraps(wraps);
  }

  /** Has the words marked again, with or without differences of spaces alone. */
  ignoreSpaces(ignores: boolean): void {
    this.#words.ignoreSpaces(ignores);
    this.#showWords();
  }

  dispose(): void {
    for (const end of this.#ends) end();
    for (const shown of this.#editors.values()) shown.setModel(null);
    for (const model of Object.values(this.#models)) model.dispose();
  }

  #follow({ after, edit }: MergeChange): void {
    this.#wanted = undefined;
    if (edit !== null) {
      this.#isEditing = true;
      this.#models.result.applyEdits([edit]);
      this.#isEditing = false;
    }
    this.#marks.refresh(after);
    this.#alignment.refresh(after);
    this.#words.refresh(after);
    this.#showWords();
    this.#shownCurrent = -1;
  }

  #goTo(spot: Spot): void {
    this.#spot = spot;
    const index = this.#regionAt(spot);
    const { region, decision } = this.#session.merge.states.at(index);
    if (region.kind !== "unchanged" || decision === "typed") this.#session.goTo(index);
    for (const viewer of this.#viewers) viewer();
  }

  #regionAt({ pane, line }: Spot): number {
    return this.#session.merge.indexOf(pane, line);
  }

  /** Returns the hunk whose sign stands at a line: it may have no line there itself. */
  #hunkSignedAt(pane: Exclude<PaneName, "result">, line: number): number {
    const { merge } = this.#session;
    const at = merge.indexOf(pane, line);
    for (const index of [at, at + 1, at - 1]) {
      if (index < 0 || index >= merge.regionCount) continue;
      const { region } = merge.states.at(index);
      if (region.kind !== "unchanged" && rangeOf(region[pane]).startLineNumber === line + 1) return index;
    }
    return at;
  }

  #markCurrent(): void {
    const { current, merge } = this.#session.view;
    if (current === this.#shownCurrent) return;
    this.#shownCurrent = current;
    const { region, result } = merge.region(current);
    const isHunk = region.kind !== "unchanged";
    for (const pane of PANES) {
      const span = pane === "result" ? result : region[pane];
      const options = {
        isWholeLine: true,
        className: span.count === 0 ? (styles.currentEmpty ?? "") : (styles.current ?? ""),
        marginClassName: styles.currentMargin ?? "",
        stickiness: 1,
      };
      const old = this.#current.get(pane) ?? [];
      const marks = isHunk ? [{ range: rangeOf(span), options }] : [];
      this.#current.set(pane, this.#models[pane].deltaDecorations(old, marks));
    }
  }

  #showWords(): void {
    for (const side of ["ours", "theirs"] as const) {
      for (const { startLineNumber, endLineNumber } of this.#editors.get(side)?.getVisibleRanges() ?? []) {
        this.#words.show(this.#session.merge, side, startLineNumber - 1, endLineNumber - 1);
      }
    }
  }
}

function shownText(lines: readonly string[]): string {
  const shown = lines.map(shownLine);
  const last = lines.at(-1);
  return (last === undefined || last.endsWith("\n") ? [...shown, ""] : shown).join("\n");
}
