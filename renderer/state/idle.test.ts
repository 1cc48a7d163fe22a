import { expect, test } from "vitest";
import { followInput, watchIdle } from "./idle.ts";

test("a person who touches nothing still waits", () => {
  const target = new EventTarget();
  const end = followInput(target as Window);
  const point = (x: number) =>
    target.dispatchEvent(Object.assign(new Event("pointermove"), { screenX: x, screenY: 0 }));
  point(5);
  const waits = watchIdle();
  point(5);
  expect(waits()).toBe(true);
  point(6);
  expect(waits()).toBe(false);
  for (const type of ["keydown", "pointerdown", "wheel"]) {
    const stillWaits = watchIdle();
    expect(stillWaits()).toBe(true);
    target.dispatchEvent(new Event(type));
    expect(stillWaits()).toBe(false);
  }
  end();
  const last = watchIdle();
  target.dispatchEvent(new Event("keydown"));
  expect(last()).toBe(true);
});
