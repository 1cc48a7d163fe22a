// @vitest-environment happy-dom
import { cleanup, createEvent, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetEdits } from "../../model/working/edits.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { dragsOf } from "./tree-drags.ts";

beforeEach(forgetEdits);
afterEach(() => {
  fireEvent.dragEnd(tree());
  cleanup();
});

/** A tree with the folder `docs`, a file in it and a file beside it; and a drag over it. */
function open() {
  const bridge = connectFake({
    "mount.list": () => ({ mounts: [mountOf()] }),
    "mount.snapshot": () => mountStateOf(),
    "mount.mkdir": () => ({}),
    "mount.mv": () => ({}),
    "mount.add": () => ({ skipped: [] }),
  });
  render(
    <div role="tree" aria-label="files" {...dragsOf(1)}>
      <div role="treeitem" aria-selected={false} tabIndex={-1} data-path="docs" aria-expanded>
        docs
      </div>
      <div data-path="docs/a.txt">a.txt</div>
      <div data-path="b.txt">b.txt</div>
    </div>,
  );
  const data = new Map<string, string>();
  const dragged = { files: [] as File[], kinds: [] as string[] };
  const dataTransfer = {
    setData: (kind: string, value: string) => void data.set(kind, value),
    get types() {
      return [...data.keys(), ...dragged.kinds];
    },
    get files() {
      return dragged.files;
    },
    effectAllowed: "",
    dropEffect: "none",
  };
  const send = (type: "dragStart" | "dragOver" | "drop", at: Element) => {
    const event = createEvent[type](at);
    Object.assign(event, { dataTransfer });
    fireEvent(at, event);
    return event.defaultPrevented;
  };
  const hold = (...names: string[]) => {
    dragged.kinds = ["Files"];
    dragged.files = names.map((name) => new File([], name));
  };
  return { bridge, send, hold, dataTransfer };
}

const tree = () => screen.getByRole("tree", { name: "files" });
const row = (text: string) => screen.getByText(text);
const marked = () => document.querySelector("[data-drop-here]");

test("a row goes into the folder under the pointer, which is marked until it drops", async () => {
  const { bridge, send, dataTransfer } = open();
  send("dragStart", row("b.txt"));
  expect(send("dragOver", row("docs"))).toBe(true);
  expect([marked(), dataTransfer.dropEffect]).toEqual([row("docs"), "move"]);
  // A file stands for the folder that it is in.
  expect(send("dragOver", row("a.txt"))).toBe(true);
  expect(marked()).toBe(row("docs"));
  send("drop", row("a.txt"));
  expect(marked()).toBeNull();
  await expect
    .poll(() => bridge.inputsOf("mount.mv"))
    .toEqual([{ mount: "copy", from: "b.txt", to: "docs/b.txt" }]);
});

test("beside the rows it goes to the top", async () => {
  const { bridge, send } = open();
  send("dragStart", row("a.txt"));
  expect(send("dragOver", tree())).toBe(true);
  expect(marked()).toBe(tree());
  send("drop", tree());
  await expect
    .poll(() => bridge.inputsOf("mount.mv"))
    .toEqual([{ mount: "copy", from: "docs/a.txt", to: "a.txt" }]);
});

test("nothing goes where it is already, nor a folder into itself", () => {
  const { bridge, send } = open();
  for (const [from, to] of [
    [row("b.txt"), tree()],
    [row("a.txt"), row("docs")],
    [row("docs"), row("docs")],
    [row("docs"), row("a.txt")],
  ] as const) {
    send("dragStart", from);
    expect(send("dragOver", to)).toBe(false);
    expect(send("drop", to)).toBe(false);
    expect(marked()).toBeNull();
  }
  expect(bridge.asked).toEqual([]);
});

test("files from the desktop are added to the folder under the pointer, each once", async () => {
  const { bridge, send, hold, dataTransfer } = open();
  hold("x", "y", "x");
  expect(send("dragOver", row("docs"))).toBe(true);
  expect(dataTransfer.dropEffect).toBe("copy");
  send("drop", row("docs"));
  await expect
    .poll(() => bridge.inputsOf("mount.add"))
    .toEqual([{ mount: "copy", folder: "docs", paths: ["/x", "/y"] }]);
});

test("a row of another working copy is not taken", () => {
  const { send } = open();
  render(
    <div role="tree" {...dragsOf(2)} aria-label="other">
      <div data-path="c.txt">c.txt</div>
    </div>,
  );
  send("dragStart", row("c.txt"));
  expect(send("dragOver", row("docs"))).toBe(false);
});
