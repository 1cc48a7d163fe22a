// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { isInText, useInText } from "./text-undo.ts";

afterEach(() => {
  document.body.innerHTML = "";
});

function focus(html: string): boolean {
  document.body.innerHTML = html;
  (document.body.firstElementChild as HTMLElement).focus();
  return isInText();
}

test.each([
  ["<input>", true],
  ['<input type="search">', true],
  ["<input readonly>", false],
  ['<input type="checkbox">', false],
  ["<textarea></textarea>", true],
  ["<textarea readonly></textarea>", false],
  ["<button>b</button>", false],
])("the focus in %s is in a text: %s", (html, isText) => {
  expect(focus(html)).toBe(isText);
});

test("it is followed from element to element", async () => {
  const { result } = renderHook(useInText);
  await act(async () => void focus("<input>"));
  expect(result.current).toBe(true);
  await act(async () => (document.activeElement as HTMLElement).blur());
  expect(result.current).toBe(false);
});
