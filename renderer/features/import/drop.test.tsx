// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake, toldTexts } from "../../testing/fake-bridge.ts";
import { DropOverlay, followDrops } from "./drop.tsx";

let end = () => {};
beforeEach(() => {
  connectFake();
  document.body.innerHTML =
    "<main></main><input><section data-takes-drops='*'><p></p></section><nav data-takes-drops='x-row'></nav>";
  render(<DropOverlay />);
  end = followDrops(document);
});
afterEach(() => {
  end();
  cleanup();
});

interface Dragged {
  readonly files?: readonly string[];
  readonly types?: readonly string[];
  readonly over?: string;
  readonly leaves?: boolean;
}

/** Sends a drag's event to an element; returns the event, and what it carries. */
function send(
  type: string,
  { files = ["a.txt"], types = ["Files"], over = "main", leaves = true }: Dragged = {},
) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const dataTransfer = {
    types,
    items: files,
    files: files.map((name) => new File([], name)),
    dropEffect: "none",
  };
  const target = leaves ? null : document.body;
  Object.assign(event, { dataTransfer, relatedTarget: target, buttons: 1 });
  act(() => void document.querySelector(over)?.dispatchEvent(event));
  return { event, dataTransfer };
}

/** Returns what the window says of what is held over it; undefined while it says nothing. */
const over = () => document.querySelector("[data-drop] p:last-child")?.textContent;

test("what is held over the window is counted, until it leaves or ends", () => {
  send("dragenter", { files: ["a", "b"] });
  expect(over()).toBe("2 items");
  send("dragleave", { leaves: false });
  expect(over()).toBe("2 items");
  for (const type of ["dragleave", "dragend", "pointermove"]) {
    send("dragenter");
    expect(over()).toBe("1 file or folder");
    send(type);
    expect(over()).toBeUndefined();
  }
});

test("dropped files are imported, each once, and the page does not go to them", () => {
  const { event } = send("drop", { files: ["a", "b", "a"] });
  expect(event.defaultPrevented).toBe(true);
  expect(useDialogs.getState().open).toEqual({ name: "import", paths: ["/a", "/b"] });
});

test("a drop with nothing of the disk in it is told", () => {
  send("drop", { files: [], types: ["text/plain"] });
  expect(useDialogs.getState().open).toBeNull();
  expect(toldTexts()).toEqual(["That did not contain any files or folders"]);
});

test("text is left to fields, files are taken there too, and a part with drops of its own keeps them", () => {
  expect(send("drop", { over: "input", types: ["text/plain"] }).event.defaultPrevented).toBe(false);
  expect(send("drop", { over: "section p" }).event.defaultPrevented).toBe(false);
  send("dragenter", { over: "section p" });
  expect([over(), useDialogs.getState().open]).toEqual([undefined, null]);
  expect(send("drop", { over: "input" }).event.defaultPrevented).toBe(true);
  expect(useDialogs.getState().open).toMatchObject({ name: "import" });
});

test("what was dragged out of the window is not taken back in", () => {
  send("dragstart");
  send("dragenter");
  expect(over()).toBeUndefined();
  expect(send("dragover").dataTransfer.dropEffect).toBe("none");
  send("drop");
  expect([useDialogs.getState().open, toldTexts()]).toEqual([null, []]);
  expect(send("dragover").dataTransfer.dropEffect).toBe("copy");
});

test("a drag of the window that ended elsewhere is over once the pointer moves without a button", () => {
  send("dragstart");
  const moved = Object.assign(new Event("pointermove", { bubbles: true }), { buttons: 0 });
  document.querySelector("main")?.dispatchEvent(moved);
  send("drop");
  expect(useDialogs.getState().open).toMatchObject({ name: "import" });
});

test("it ends with the window", () => {
  end();
  expect(send("drop").event.defaultPrevented).toBe(false);
});

test("a target that takes one type of data leaves files to the window", async () => {
  expect(send("dragenter", { over: "nav", types: ["x-row"], files: [] }).event.defaultPrevented).toBe(false);
  send("dragenter", { over: "nav" });
  expect(over()).toBe("1 file or folder");
  send("drop", { over: "nav" });
  await expect.poll(() => useDialogs.getState().open?.name).toBe("import");
});
