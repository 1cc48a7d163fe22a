import { type PanelImperativeHandle, usePanelRef } from "react-resizable-panels";

/** In pixels. The rest of the window is the snapshot's. */
export interface PaneWidths {
  readonly labels: number;
  readonly history: number;
}

const KEY = "strata.panes";
const FIRST: PaneWidths = { labels: 260, history: 380 };

/** Reads what was kept of the panes' widths; what is no width is as if it were not there. */
export function parseWidths(kept: string | null): PaneWidths {
  try {
    const { labels, history } = JSON.parse(kept ?? "null") ?? FIRST;
    return isWidth(labels) && isWidth(history) ? { labels, history } : FIRST;
  } catch {
    return FIRST;
  }
}

/** Returns the panes' last widths. */
export function widthsBefore(): PaneWidths {
  return parseWidths(localStorage.getItem(KEY));
}

/**
 * Returns the panes' first widths, and a function that keeps the user's. In pixels, since shares of the window would
 * change with the window's size.
 */
export function usePaneWidths() {
  const labels = usePanelRef();
  const history = usePanelRef();
  const keep = () => {
    const widths = { labels: widthOf(labels.current), history: widthOf(history.current) };
    if (isWidth(widths.labels) && isWidth(widths.history)) localStorage.setItem(KEY, JSON.stringify(widths));
  };
  // The panels are as wide as they were until the page is drawn.
  const keepNext = () => void requestAnimationFrame(keep);
  return { first: widthsBefore(), labels, history, keep: keepNext };
}

function widthOf(panel: PanelImperativeHandle | null): number | undefined {
  return panel === null ? undefined : Math.round(panel.getSize().inPixels);
}

function isWidth(value: unknown): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}
