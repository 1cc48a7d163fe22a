// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { menuAtRow } from "./menu-at-row.ts";

afterEach(cleanup);

/** A list with two rows, of which one may be chosen; collects where a menu would open. */
function list(chosen: "one" | "two" | null) {
  const opened: string[] = [];
  render(
    <div role="listbox" tabIndex={0} onContextMenu={menuAtRow}>
      {["one", "two"].map((name, no) => (
        <div
          key={name}
          role="option"
          tabIndex={-1}
          aria-posinset={no + 1}
          aria-selected={name === chosen}
          onContextMenu={() => opened.push(name)}
        >
          {name}
        </div>
      ))}
    </div>,
  );
  /** Returns whether the menu may open there. */
  const ask = (element: HTMLElement, button: number) => fireEvent.contextMenu(element, { button });
  return { opened, ask, list: screen.getByRole("listbox") };
}

test("a row that is pointed at has its menu", () => {
  const { opened, ask } = list("two");
  expect(ask(screen.getByText("one"), 2)).toBe(true);
  expect(opened).toEqual(["one"]);
});

test("an empty place that is pointed at has none", () => {
  const { opened, ask, list: around } = list("two");
  expect(ask(around, 2)).toBe(false);
  expect(opened).toEqual([]);
});

test("by the keyboard it opens at the chosen row, where there is one", () => {
  const chosen = list("two");
  expect(chosen.ask(chosen.list, 0)).toBe(false);
  expect(chosen.opened).toEqual(["two"]);
  cleanup();
  const none = list(null);
  expect(none.ask(none.list, 0)).toBe(false);
  expect(none.opened).toEqual([]);
});
