import { describe, expect, it, vi } from "vitest";
import { Unsaved } from "./unsaved.ts";

describe("Unsaved", () => {
  it("asks for nothing while all is saved", async () => {
    const tell = vi.fn();
    await new Unsaved().settle(tell);
    expect(tell).not.toHaveBeenCalled();
  });

  it("waits until the window has saved", async () => {
    const unsaved = new Unsaved();
    unsaved.set(true);
    const tell = vi.fn(() => queueMicrotask(() => unsaved.set(false)));
    await unsaved.settle(tell);
    expect(tell).toHaveBeenCalledOnce();
  });

  it("does not wait for ever for what cannot be saved", async () => {
    const unsaved = new Unsaved();
    unsaved.set(true);
    await unsaved.settle(() => undefined, 1);
    unsaved.set(false);
  });
});
