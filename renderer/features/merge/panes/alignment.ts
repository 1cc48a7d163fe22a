import type { editor } from "monaco-editor/editor";
import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import type { RegionState } from "../../../../core/merge/model/region-state.ts";
import type { Span } from "../../../../core/merge/text/region.ts";
import { LOOK } from "../../../monaco/options.ts";
import styles from "./marks.module.css";
import { PANES, type PaneName } from "./pane-names.ts";

/** Where a region's padding is in each pane that needs some. */
type Padding = Partial<Record<PaneName, string>>;

interface Placed {
  readonly state: RegionState;
  readonly spans: Readonly<Record<PaneName, Span>>;
}

/**
 * Pads regions in the panes where they are shorter, so that equal lines stand beside each other and all panes are equally
 * high. Only the regions that a change touched are padded anew.
 */
export class Alignment {
  readonly #editors = new Map<PaneName, editor.ICodeEditor>();
  #padded = new Map<RegionState, Padding>();
  #merge: FileMerge;
  #wraps = false;

  constructor(merge: FileMerge) {
    this.#merge = merge;
  }

  attach(pane: PaneName, of: editor.ICodeEditor): void {
    this.#editors.set(pane, of);
    this.#again();
  }

  detach(pane: PaneName): void {
    this.#editors.delete(pane);
    for (const padding of this.#padded.values()) delete padding[pane];
    this.#again();
  }

  /** Wrapped lines are measured, others are all of one height. */
  setWraps(wraps: boolean): void {
    this.#wraps = wraps;
    this.#again();
  }

  refresh(merge: FileMerge): void {
    this.#merge = merge;
    if (this.#editors.size < 2) return;
    const kept = new Map<RegionState, Padding>();
    const added: Placed[] = [];
    let start = 0;
    for (const state of merge.states.states()) {
      const known = this.#padded.get(state);
      if (known !== undefined) kept.set(state, known);
      else added.push({ state, spans: { ...state.region, result: { start, count: state.lines } } });
      start += state.lines;
    }
    const gone: Padding[] = [];
    for (const [state, padding] of this.#padded) if (!kept.has(state)) gone.push(padding);
    this.#padded = kept;
    this.#change(gone, added);
  }

  /** Pads everything anew. */
  #again(): void {
    const gone = [...this.#padded.values()];
    this.#padded = new Map();
    this.#change(gone, []);
    this.refresh(this.#merge);
  }

  #change(gone: readonly Padding[], added: readonly Placed[]): void {
    const needed = added.map(({ state, spans }) => ({ state, spans, heights: this.#heights(state, spans) }));
    for (const { state } of needed) this.#padded.set(state, {});
    for (const [pane, of] of this.#editors) {
      const old = gone.flatMap((padding) => padding[pane] ?? []);
      const wanted = needed.filter(
        ({ heights }) => heights !== undefined && heights.most > (heights.of[pane] ?? 0),
      );
      if (old.length === 0 && wanted.length === 0) continue;
      of.changeViewZones((zones) => {
        for (const id of old) zones.removeZone(id);
        for (const { state, spans, heights } of wanted) {
          const { start, count } = spans[pane];
          const id = zones.addZone({
            afterLineNumber: start + count,
            heightInPx: (heights?.most ?? 0) - (heights?.of[pane] ?? 0),
            domNode: paddingElement(),
          });
          const padding = this.#padded.get(state);
          if (padding !== undefined) padding[pane] = id;
        }
      });
    }
  }

  /** Returns the height of a region in each pane and the most of them; undefined where all are equal. */
  #heights(state: RegionState, spans: Placed["spans"]) {
    const isEqual = state.region.kind === "unchanged" && state.decision === "auto";
    if (isEqual && !this.#wraps) return undefined;
    const of: Partial<Record<PaneName, number>> = {};
    for (const pane of PANES) {
      const shown = this.#editors.get(pane);
      if (shown !== undefined) of[pane] = this.#heightOf(shown, spans[pane]);
    }
    return { of, most: Math.max(...Object.values(of)) };
  }

  #heightOf(shown: editor.ICodeEditor, { start, count }: Span): number {
    if (!this.#wraps) return count * LOOK.lineHeight;
    let height = 0;
    for (let line = start + 1; line <= start + count; line++) {
      height += shown.getBottomForLineNumber(line) - shown.getTopForLineNumber(line);
    }
    return height;
  }
}

function paddingElement(): HTMLElement {
  const element = document.createElement("div");
  element.className = styles.padding ?? "";
  return element;
}
