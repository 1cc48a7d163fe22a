import { expect, test, vi } from "vitest";
import { doneWords, type Stepped, stepWords } from "./undo-words.ts";

// The words are made when they are loaded.
vi.hoisted(() => vi.stubGlobal("navigator", { language: "en" }));

test("undo and redo name what they are about, long names by their ends", () => {
  expect(stepWords("undo", { op: "push" }, "work")).toBe("Undo push of work");
  expect(stepWords("redo", { op: "rename" }, "work")).toBe("Redo rename of work");
  const long = `${"a".repeat(60)}${"z".repeat(60)}`;
  expect(stepWords("undo", { op: "delete" }, long)).toBe(
    `Undo deletion of ${"a".repeat(24)}…${"z".repeat(12)}`,
  );
});

const stepped: Stepped = { move: { op: "push" }, before: "work", label: "work", ca_id: "ab" };

test.each<[string, "undo" | "redo", Partial<Stepped>]>([
  ["Undid push of work. Files on disk are unchanged.", "undo", {}],
  [
    "Undid creation of work. The label is deleted; its history is kept.",
    "undo",
    {
      move: { op: "create" },
      ca_id: null,
    },
  ],
  ["Redid creation of work. The label is back.", "redo", { move: { op: "create" } }],
  ["Undid deletion of work. The label is back.", "undo", { move: { op: "delete" } }],
  ["Undid rename of work. The label is called old now.", "undo", { move: { op: "rename" }, label: "old" }],
])("%s", (said, direction, change) => {
  expect(doneWords(direction, { ...stepped, ...change })).toBe(said);
});
