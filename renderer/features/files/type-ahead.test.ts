import { expect, test } from "vitest";
import { matchFrom, typed } from "./type-ahead.ts";

const names = ["alpha", "beta", "Bravo", undefined, "charlie", "cherry"];
const find = (from: number, text: string) =>
  matchFrom(names.length, (index) => names[index], from, { text, at: 0 });

test("a letter goes on to the next name, and around", () => {
  expect(find(0, "b")).toBe(1);
  expect(find(1, "b")).toBe(2);
  expect(find(2, "b")).toBe(1);
  expect(find(1, "bb")).toBe(2);
});

test("more letters stay where they fit", () => {
  expect(find(4, "ch")).toBe(4);
  expect(find(4, "che")).toBe(5);
  expect(find(5, "br")).toBe(2);
});

test("what is not there is not found", () => {
  expect(find(0, "zebra")).toBe(-1);
  expect(matchFrom(0, () => undefined, -1, { text: "a", at: 0 })).toBe(-1);
});

test("letters in quick succession are one name", () => {
  const one = typed({ text: "", at: 0 }, "C", 1000);
  expect(one).toEqual({ text: "c", at: 1000 });
  expect(typed(one ?? { text: "", at: 0 }, "h", 1500)?.text).toBe("ch");
  expect(typed(one ?? { text: "", at: 0 }, "h", 3000)?.text).toBe("h");
});

test("keys that are no letters type nothing", () => {
  expect(typed({ text: "", at: 0 }, "ArrowDown", 0)).toBeUndefined();
  expect(typed({ text: "", at: 0 }, " ", 9000)).toBeUndefined();
  expect(typed({ text: "a", at: 0 }, " ", 100)?.text).toBe("a ");
});
