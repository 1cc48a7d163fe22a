import { expect, test, vi } from "vitest";
import { doneWords, type NamedMove, type Stepped, stepWords } from "./undo-words.ts";

// The words are made when they are loaded.
vi.hoisted(() => vi.stubGlobal("navigator", { language: "en" }));

test("undo and redo name what they are about, long names by their ends", () => {
  const words = (op: NamedMove["op"], message = "") => stepWords("undo", { op, message }, "work");
  expect(words("push", "Draft 3\n\nwith more to say")).toBe("Undo snapshot “Draft 3” of work");
  expect(words("push")).toBe("Undo snapshot of work");
  expect(words("force")).toBe("Undo forced replacement of work");
  expect(words("merge", "Both drafts")).toBe("Undo merge “Both drafts” into work");
  expect(words("create", "First")).toBe("Undo creation of work");
  expect(words("reset", "why")).toBe("Undo restore of work");
  expect(stepWords("redo", { op: "rename", message: "" }, "work")).toBe("Redo rename of work");
  const long = `${"a".repeat(60)}${"z".repeat(60)}`;
  expect(stepWords("undo", { op: "delete", message: "" }, long)).toBe(
    `Undo deletion of ${"a".repeat(24)}…${"z".repeat(12)}`,
  );
});

const moved = (op: NamedMove["op"], message = ""): NamedMove => ({ op, message });
const stepped: Stepped = { move: moved("push"), before: "work", label: "work", ca_id: "ab" };

test.each<[string, "undo" | "redo", Partial<Stepped>]>([
  ["Undid snapshot of work. Files on disk are unchanged.", "undo", {}],
  [
    "Undid creation of work. The label is deleted; its history is kept.",
    "undo",
    {
      move: moved("create"),
      ca_id: null,
    },
  ],
  ["Redid creation of work. The label is back.", "redo", { move: moved("create") }],
  ["Undid deletion of work. The label is back.", "undo", { move: moved("delete") }],
  ["Undid rename of work. The label is called old now.", "undo", { move: moved("rename"), label: "old" }],
])("%s", (said, direction, change) => {
  expect(doneWords(direction, { ...stepped, ...change })).toBe(said);
});
