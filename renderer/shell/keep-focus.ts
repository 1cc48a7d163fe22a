import { useDialogs } from "../state/dialogs.ts";
import { awaitedPane, awaitNoPane, focusPane, PANES, type PaneName } from "../state/focus.ts";
import { useSelection } from "../state/selection.ts";

/** The last place of the focus, and its pane; null: in none. */
interface Place {
  readonly element: HTMLElement;
  readonly pane: PaneName | null;
}

/** Layers that cover the window for a while and then give the focus back. */
const LAYERS = "[role=menu], [role=dialog], [role=alertdialog]";
/** The most places that are remembered. */
const MOST = 8;

/** Returns the pane that contains an element. */
export function paneOf(element: Element | null): PaneName | null {
  const pane = element?.closest<HTMLElement>("[data-pane]")?.dataset.pane;
  if (pane === "snapshot") return useSelection.getState().tab;
  return PANES.find((each) => each === pane) ?? null;
}

/**
 * Keeps the focus from falling to the page. When the focused element goes or is disabled, the focus goes to the opener of its
 * layer; else to the list of its pane; else to its earlier place. Returns a function that stops this.
 */
export function keepFocus(): () => void {
  /** Outside of layers, the latest first. */
  let places: readonly Place[] = [];
  let current: Element | null = null;
  let isDue = false;

  const note = (element: HTMLElement) => {
    if (element.closest(LAYERS) !== null) return;
    const others = places.filter((place) => place.element !== element);
    places = [{ element, pane: paneOf(element) }, ...others].slice(0, MOST);
  };
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    current = target;
    note(target);
  };
  // A button that opens a menu by mouse does not get the focus first.
  const press = ({ target }: PointerEvent) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button !== null) note(button);
  };
  const check = () => {
    isDue = false;
    if (!isOnPage() || isCovered() || canHave(current)) return;
    const awaited = awaitedPane();
    if (awaited !== null) return goTo(awaited);
    const [last, ...before] = places;
    const isLeft = last !== undefined && canHave(last.element);
    if (isLeft) last.element.focus();
    else if (last?.pane) goTo(last.pane);
    if (!isOnPage()) return;
    before.find(({ element }) => canHave(element))?.element.focus();
    if (isOnPage()) goTo(last?.pane ?? places.find(({ pane }) => pane !== null)?.pane ?? "labels");
  };
  // After whatever gives the focus back by itself, which comes when it is gone from the page.
  const later = () => {
    if (isDue || !isOnPage()) return;
    isDue = true;
    requestAnimationFrame(() => setTimeout(check));
  };
  const changes = new MutationObserver(later);
  changes.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["disabled", "hidden"],
  });
  window.addEventListener("focusin", remember);
  window.addEventListener("focusout", later);
  window.addEventListener("pointerdown", press, true);
  for (const type of ["keydown", "pointerdown"]) window.addEventListener(type, awaitNoPane, true);
  return () => {
    changes.disconnect();
    window.removeEventListener("focusin", remember);
    window.removeEventListener("focusout", later);
    window.removeEventListener("pointerdown", press, true);
    for (const type of ["keydown", "pointerdown"]) window.removeEventListener(type, awaitNoPane, true);
  };
}

/** Goes to a pane, or, until its list is there, to the place of it. */
function goTo(pane: PaneName): void {
  if (focusPane(pane)) return;
  const frame = document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);
  (frame ?? document.querySelector<HTMLElement>('[data-pane="snapshot"]'))?.focus();
}

function isOnPage(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Whether a layer has the focus, or is about to. */
function isCovered(): boolean {
  return useDialogs.getState().open !== null || document.querySelector(LAYERS) !== null;
}

/** Whether something could have the focus: then it lost it because the person wanted so. */
function canHave(element: Element | null): boolean {
  return element?.isConnected === true && !element.matches(":disabled") && element.checkVisibility();
}
