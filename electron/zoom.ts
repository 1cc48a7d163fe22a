import type { WebContents } from "electron";

/** A step of the window's zoom. */
export type ZoomStep = "in" | "out" | "reset";

/** The parts of a key press that decide whether it zooms. */
export interface ZoomInput {
  readonly type: string;
  readonly key: string;
  readonly code: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
}

/** In Electron's zoom levels, each 1.2 times the one before; the same steps as Electron's own menu items. */
const STEP = 0.5;
/** From 58 % to 250 %: beyond, the controls for zooming back cannot be used. */
const [LEAST, MOST] = [-3, 5];

const BY_KEY: Readonly<Record<string, ZoomStep>> = {
  "+": "in",
  "=": "in",
  "-": "out",
  _: "out",
  "0": "reset",
};
/** The keypad's keys, with or without Num Lock. */
const BY_CODE: Readonly<Record<string, ZoomStep>> = {
  NumpadAdd: "in",
  NumpadSubtract: "out",
  Numpad0: "reset",
  // On a French keyboard digits take Shift.
  Digit0: "reset",
};

/**
 * Returns the zoom step of a key press: Ctrl (on a Mac Command) with the key that writes +, = or -, wherever the keyboard has
 * it, with or without Shift; with 0; and with the keypad's keys. A menu's accelerator can name only one of these.
 */
export function zoomStepOf(input: ZoomInput, isMac: boolean): ZoomStep | undefined {
  const { type, key, code, control, meta, alt } = input;
  const [mod, other] = isMac ? [meta, control] : [control, meta];
  if (type !== "keyDown" || !mod || other || alt) return undefined;
  return BY_KEY[key] ?? BY_CODE[code];
}

/** Zooms a window one step. */
export function zoom(contents: WebContents, step: ZoomStep): void {
  const by = { in: STEP, out: -STEP, reset: -contents.getZoomLevel() };
  contents.setZoomLevel(Math.min(MOST, Math.max(LEAST, contents.getZoomLevel() + by[step])));
}

/** Zooms a window by keys, before its page hears them. */
export function followZoomKeys(contents: WebContents, isMac: boolean): void {
  contents.on("before-input-event", (event, input) => {
    const step = zoomStepOf(input, isMac);
    if (step === undefined) return;
    event.preventDefault();
    zoom(contents, step);
  });
}
