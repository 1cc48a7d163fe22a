import * as z from "zod/mini";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MIN_SIZE = { width: 900, height: 560 };
const FIRST_SIZE = { width: 1280, height: 820 };
/** The part of the window's top that must be on a display, to move the window by. */
const GRIP = { width: 120, height: 32 };

/** The window's bounds when it was last closed: its normal bounds even if it was maximised. */
export const windowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  maximized: z.boolean(),
});
export type WindowState = z.output<typeof windowState>;

/**
 * Returns the window's bounds: the saved ones, fitted to the displays' work areas, or else the middle of the first
 * display. They are never larger than a display, even one smaller than {@link MIN_SIZE}.
 */
export function placeWindow(
  remembered: Rectangle | undefined,
  displays: readonly [Rectangle, ...Rectangle[]],
): Rectangle {
  const [first] = displays;
  const home = remembered && displays.find((display) => holdsGrip(display, remembered));
  if (remembered === undefined || home === undefined) {
    const size = sizeIn(first, remembered ?? FIRST_SIZE);
    const middle = (from: number, space: number, taken: number) => from + Math.floor((space - taken) / 2);
    return {
      x: middle(first.x, first.width, size.width),
      y: middle(first.y, first.height, size.height),
      ...size,
    };
  }
  const size = sizeIn(home, remembered);
  return {
    x: clamp(remembered.x, home.x, home.x + home.width - size.width),
    y: clamp(remembered.y, home.y, home.y + home.height - size.height),
    ...size,
  };
}

function holdsGrip(display: Rectangle, { x, y, width }: Rectangle): boolean {
  const wide = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
  const high = Math.min(y + GRIP.height, display.y + display.height) - Math.max(y, display.y);
  return wide >= Math.min(GRIP.width, width) && high >= GRIP.height / 2;
}

function sizeIn(display: Rectangle, wanted: { width: number; height: number }) {
  return {
    width: Math.min(Math.max(wanted.width, MIN_SIZE.width), display.width),
    height: Math.min(Math.max(wanted.height, MIN_SIZE.height), display.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
