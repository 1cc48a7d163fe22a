// @vitest-environment happy-dom
import { cleanup, createEvent, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { labelOf } from "../../testing/samples.ts";
import { LabelRows } from "./label-rows.tsx";

const labels = [labelOf(), labelOf({ name: "other" }), labelOf({ name: "gone", ca_id: null })];

beforeEach(() => {
  // A window without a layout measures nothing.
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 600 });
});
afterEach(() => {
  cleanup();
  useDialogs.getState().close();
  Reflect.deleteProperty(HTMLElement.prototype, "clientHeight");
});

/** Shows the labels; returns what sends the event of a drag to the row of one, and says whether it was taken. */
function open() {
  connectFake();
  renderWindow(
    <LabelRows
      ref={null}
      total={labels.length}
      at={(row) => labels[row]}
      row={0}
      entries={() => []}
      onChoose={() => {}}
      onRange={() => {}}
    />,
  );
  const kinds: string[] = [];
  const dataTransfer = { setData: (kind: string) => void kinds.push(kind), types: kinds };
  return (type: "dragStart" | "dragOver" | "drop" | "dragEnd", name: string) => {
    const event = createEvent[type](row(name));
    Object.assign(event, { dataTransfer });
    fireEvent(row(name), event);
    return event.defaultPrevented;
  };
}

const row = (name: string) => screen.getByTitle(name);
const marked = () => document.querySelector("[data-drop-here]")?.getAttribute("data-label");
const asked = () => useDialogs.getState().open;

test("a label that is dropped on another one asks for the merge, with that one proposed", () => {
  const send = open();
  send("dragStart", "other");
  expect(send("dragOver", "work")).toBe(true);
  expect(marked()).toBe("work");
  expect(send("drop", "work")).toBe(true);
  expect(marked()).toBeUndefined();
  expect(asked()).toEqual({ name: "merge-into", label: "other", index: null, title: "other", into: "work" });
});

test("a label is not merged into itself, and a deleted one neither goes nor takes", () => {
  const send = open();
  for (const [from, to] of [
    ["work", "work"],
    ["work", "gone"],
    ["gone", "work"],
  ] as const) {
    send("dragStart", from);
    expect(send("dragOver", to)).toBe(false);
    expect(send("drop", to)).toBe(false);
    send("dragEnd", from);
  }
  expect(asked()).toBeNull();
});

test("a drag that ended elsewhere is over", () => {
  const send = open();
  send("dragStart", "other");
  send("dragEnd", "other");
  expect(send("drop", "work")).toBe(false);
  expect(asked()).toBeNull();
});
