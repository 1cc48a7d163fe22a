import type { editor, IRange } from "monaco-editor/editor";
import type { FileSession } from "../../../model/merge/file-session.ts";
import { PANES, type PaneName } from "../panes/pane-names.ts";
import type { MergePanes } from "../panes/panes.ts";
import { firstFrom, inReadingOrder, type PanePlace } from "../panes/reading-order.ts";
import styles from "./find.module.css";

/** What is looked for. */
export interface Needle {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly isRegex: boolean;
}

/** What was found. */
export interface Found {
  /** How often in each pane; in none more often than {@link MOST} times. */
  readonly counts: Readonly<Record<PaneName, number>>;
  /** The number of hits in the panes that are shown. */
  readonly all: number;
  /** The one that is at hand, from 1; 0 for none. */
  readonly at: number;
}

interface Hit extends PanePlace {
  readonly range: IRange;
}

/** The most hits in a pane that are looked for. */
export const MOST = 5000;
/** The characters that end a word. */
const SEPARATORS = "`~!@#$%^&*()-=+[{]}\\|;:'\",.<>/?";
const NOTHING: Found = { counts: { theirs: 0, base: 0, result: 0, ours: 0 }, all: 0, at: 0 };

/** Finds a text in all panes of a merge at once, marks where it is, and goes from one hit to the next in reading order. */
export class PaneFind {
  readonly #session: FileSession;
  readonly #panes: MergePanes;
  readonly #viewers = new Set<() => void>();
  readonly #marks = new Map<PaneName, string[]>();
  readonly #ends: (() => void)[];
  #needle: Needle = { text: "", matchCase: false, wholeWord: false, isRegex: false };
  #found: Readonly<Record<PaneName, readonly Hit[]>> = { theirs: [], base: [], result: [], ours: [] };
  #hits: readonly Hit[] = [];
  #current: Hit | undefined;
  #frame = 0;
  #view = NOTHING;

  constructor(session: FileSession, panes: MergePanes) {
    this.#session = session;
    this.#panes = panes;
    this.#ends = [session.onChange(() => this.#later()), panes.onShown(() => this.#later())];
  }

  get needle(): Needle {
    return this.#needle;
  }

  get view(): Found {
    return this.#view;
  }

  /** Calls a listener after each change of the {@link view}. Returns a function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#viewers.add(listener);
    return () => void this.#viewers.delete(listener);
  };

  /** Looks for a text, and shows the first hit from the cursor on. */
  search(needle: Needle): void {
    this.#needle = needle;
    const from = this.#current ?? { ...this.#panes.spot, column: 0 };
    for (const pane of PANES) this.#find(pane);
    this.#order();
    const at = firstFrom(this.#session.merge, this.#hits, from);
    this.#show(this.#hits[at % Math.max(1, this.#hits.length)]);
  }

  /** Shows the next hit, or the one before. */
  step(by: 1 | -1): void {
    const { length } = this.#hits;
    if (length === 0) return;
    const at = this.#current === undefined ? -1 : this.#hits.indexOf(this.#current);
    this.#show(this.#hits[(at + by + length) % length]);
  }

  /** Removes all marks. */
  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const end of this.#ends) end();
    for (const pane of PANES) if (!this.#panes.model(pane).isDisposed()) this.#mark(pane, []);
  }

  /** Follows what was typed or decided, and panes that came or went. */
  #later(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#find("result");
      this.#order();
      const { merge } = this.#session;
      const current = this.#current;
      this.#current = current && this.#hits[firstFrom(merge, this.#hits, current)];
      this.#tell();
    });
  }

  #find(pane: PaneName): void {
    const { text, isRegex, matchCase, wholeWord } = this.#needle;
    const words = wholeWord ? SEPARATORS : null;
    const matches =
      text === ""
        ? []
        : this.#panes.model(pane).findMatches(text, false, isRegex, matchCase, words, false, MOST);
    const hits = matches.map(({ range }) => ({
      pane,
      line: range.startLineNumber - 1,
      column: range.startColumn - 1,
      range,
    }));
    this.#found = { ...this.#found, [pane]: hits };
  }

  /** Puts the hits of the panes that are shown in order. */
  #order(): void {
    const shown = PANES.filter((pane) => this.#panes.editor(pane) !== undefined);
    this.#hits = inReadingOrder(
      this.#session.merge,
      shown.flatMap((pane) => this.#found[pane]),
    );
  }

  #show(hit: Hit | undefined): void {
    this.#current = hit;
    if (hit !== undefined) this.#panes.show(hit.pane, hit.range);
    this.#tell();
  }

  #tell(): void {
    for (const pane of PANES) this.#mark(pane, this.#found[pane]);
    const [theirs, base, result, ours] = [
      this.#found.theirs,
      this.#found.base,
      this.#found.result,
      this.#found.ours,
    ];
    this.#view = {
      counts: { theirs: theirs.length, base: base.length, result: result.length, ours: ours.length },
      all: this.#hits.length,
      at: this.#current === undefined ? 0 : this.#hits.indexOf(this.#current) + 1,
    };
    for (const viewer of this.#viewers) viewer();
  }

  #mark(pane: PaneName, hits: readonly Hit[]): void {
    const marks = hits.map(({ range, ...hit }): editor.IModelDeltaDecoration => {
      const { pane, line, column } = this.#current ?? {};
      const isCurrent = hit.pane === pane && hit.line === line && hit.column === column;
      return {
        range,
        options: {
          inlineClassName: (isCurrent ? styles.current : styles.hit) ?? "",
          overviewRuler: { color: { id: "merge.found" }, position: 1 },
          stickiness: 1,
        },
      };
    });
    this.#marks.set(pane, this.#panes.model(pane).deltaDecorations(this.#marks.get(pane) ?? [], marks));
  }
}
