import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeName, labelNameFor, parseLabelName } from "./label-name.ts";

describe("parseLabelName", () => {
  it.each([
    "a",
    "0",
    "Work_2024.v-1",
    "team/ann/notes",
    ".hidden",
    "a..b",
    "x-",
    "a".repeat(128),
    "f".repeat(63),
  ])("takes %j", (name) => {
    expect(parseLabelName(name)).toBe(name);
  });

  it.each<[string, RegExp]>([
    ["", /at least one/],
    ["a".repeat(129), /at most 128/],
    ["a b", /ASCII/],
    ["ä", /ASCII/],
    ["a:b", /ASCII/],
    ["a@{1}", /ASCII/],
    ["a\n", /ASCII/],
    ["a\\b", /ASCII/],
    ["-x", /begin with -/],
    ["/a", /two in a row/],
    ["a/", /two in a row/],
    ["a//b", /two in a row/],
    [".", /dots/],
    ["..", /dots/],
    ["a/../b", /dots/],
    ["a/...", /dots/],
    ["f".repeat(64), /id/],
    ["F".repeat(64), /id/],
  ])("L2: refuses %j and says why", (name, hint) => {
    expect(() => parseLabelName(name)).toThrow(
      expect.objectContaining({ code: "BadLabelName", hint: expect.stringMatching(hint) }),
    );
  });
});

describe("labelNameFor", () => {
  it.each([
    ["notes", "notes"],
    ["My Photos (2024)", "My-Photos--2024-"],
    ["Café", "Caf-"],
    ["Cafe\u0301", "Caf-"],
    ["🌍 maps", "maps"],
    ["a/b", "a-b"],
    [".config", ".config"],
    ["-x", "x"],
    ["", "folder"],
    ["日本語", "folder"],
    ["..", "folder"],
    ["a".repeat(200), "a".repeat(128)],
    ["f".repeat(64), `folder-${"f".repeat(64)}`],
  ])("makes of %j %j", (folder, name) => {
    expect(labelNameFor(folder)).toBe(name);
  });

  it("gives a valid name whatever the folder is called, and keeps one that is valid", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.stringMatching(/^[-.a-f/]{0,130}$/)),
        (folder) => {
          const name = labelNameFor(folder);
          expect(parseLabelName(name)).toBe(name);
          expect(labelNameFor(name)).toBe(name);
        },
      ),
    );
  });
});

describe("freeName", () => {
  it("numbers a name that is taken, and cuts one that would become too long", () => {
    const taken = new Set(["work", "work-2", "a".repeat(128)]);
    const free = (name: string) => freeName(name, (each) => taken.has(each));
    expect(free("notes")).toBe("notes");
    expect(free("work")).toBe("work-3");
    expect(free("a".repeat(128))).toBe(`${"a".repeat(126)}-2`);
  });
});
