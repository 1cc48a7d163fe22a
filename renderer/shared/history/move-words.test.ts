import { describe, expect, it, test } from "vitest";
import type { HistoryItem } from "../../api/queries.ts";
import { actorWords, layerThickness, moveWords, readActor } from "./move-words.ts";

const move = (fields: Partial<HistoryItem>): HistoryItem => ({
  seq: 1,
  at: 0,
  from: null,
  to: null,
  op: "push",
  message: "",
  actor: "",
  index: 0,
  ...fields,
});

test.each([
  ["ada@host (app)", "ada", "app"],
  ["ada@host (cli)", "ada", "CLI"],
  ["ada@host (mcp)", "ada", "agent"],
  ["ada@host (http)", "ada", "API"],
  ["ada (lovelace)@my host (sync)", "ada (lovelace)", "sync"],
  ["somebody", "somebody", undefined],
  ["", "", undefined],
])("%j is who and through what", (actor, who, through) => {
  expect(readActor(actor)).toEqual({ who, through });
});

test("who and through what are told together", () => {
  expect(actorWords("ada@host (app)")).toBe("ada · app");
  expect(actorWords("ada")).toBe("ada");
});

describe("a move", () => {
  it("is told by its message's first line", () => {
    expect(moveWords(move({ message: "\n Before the trip \nand more" }))).toBe("Before the trip");
  });

  it("is told by what it did where there is no message", () => {
    expect(moveWords(move({ op: "create" }))).toBe("First snapshot");
    expect(moveWords(move({ op: "force", message: "  " }))).toBe("Replaced by force");
    expect(moveWords(move({ op: "rename", renamed_from: "old" }))).toBe("Renamed from old");
  });

  it("is told by the move that it undid or made again", () => {
    const { index: _, ...push } = move({ message: "Draft\nof the second part" });
    const { index: __, ...create } = move({ op: "create", at: Date.parse("2026-03-05T12:00") });
    expect(moveWords(move({ op: "reset", undid: push }))).toBe("Undid snapshot “Draft”");
    expect(moveWords(move({ op: "restore", redid: create }))).toMatch(
      /^Redid creation of Mar 5, 2026, 12:00/,
    );
  });
});

test("a layer is as thick as the logarithm of what is new", () => {
  expect([0, 1000, 1_000_000, 1_000_000_000, 1e15].map(layerThickness)).toEqual([2, 4, 10, 16, 16]);
});
