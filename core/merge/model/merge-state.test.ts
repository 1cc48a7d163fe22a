import { describe, expect, test } from "vitest";
import { idFromBytes } from "../../ids.ts";
import { FileMerge } from "./file-merge.ts";
import { sample } from "./file-merges-suite.ts";
import { type ConflictedFile, MergeState, type Side } from "./merge-state.ts";

const everywhere = { base: true, ours: true, theirs: true };
const files: ConflictedFile[] = [
  { path: "a.txt", has: everywhere },
  { path: "deleted by us", has: { base: true, ours: false, theirs: true } },
  { path: "new in both", has: { base: false, ours: true, theirs: true } },
];
const begun = MergeState.begin(files);
const { texts, regions } = sample(["unchanged", "a", "a", "a"], ["conflict", "", "o", "t"]);
const text = FileMerge.begin(texts, regions);

describe("the state of a merge", () => {
  test("starts with every file undecided", () => {
    expect(begun.counts).toEqual({ files: 3, decided: 0 });
    expect(begun.complete).toBe(false);
    expect(begun.results()).toBeUndefined();
    expect(MergeState.begin([]).complete).toBe(true);
  });

  test("takes a side's file, or deletes the path if the side has none", () => {
    expect(begun.decideAll("ours", "all").results()).toEqual([
      { path: "a.txt", put: "side", side: "ours" },
      { path: "deleted by us", put: "nothing" },
      { path: "new in both", put: "side", side: "ours" },
    ]);
    expect(begun.decideAll("base", "all").results()?.[2]).toEqual({ path: "new in both", put: "nothing" });
    expect(begun.decideAll("delete", "all").results()?.[0]).toEqual({ path: "a.txt", put: "nothing" });
  });

  test("counts a text as decided once its conflicts are resolved, and returns it", () => {
    const open = begun.withText("a.txt", text);
    expect(open.counts.decided).toBe(0);
    const done = open.withText("a.txt", text.choose(1, "theirs+ours").merge).decideAll("theirs", "undecided");
    expect(done.complete).toBe(true);
    expect(done.results()).toEqual([
      { path: "a.txt", put: "text", text: "a\nt\no\n" },
      { path: "deleted by us", put: "side", side: "theirs" },
      { path: "new in both", put: "side", side: "theirs" },
    ]);
  });

  test("keeps a text while something else is taken", () => {
    const typed = text.write(1, "by hand\n").merge;
    const side = begun.withText("a.txt", typed).decide("a.txt", { take: "ours" });
    expect(side.file("a.txt").decision).toEqual({ take: "ours" });
    expect(side.decide("a.txt", { take: "text" }).file("a.txt").text).toBe(typed);
    expect(() => begun.decide("a.txt", { take: "text" })).toThrow(RangeError);
  });

  test("decides named files, takes other content, and resets decisions", () => {
    const id = idFromBytes(new Uint8Array(32).fill(7));
    const some = begun.decideAll("theirs", ["a.txt", "new in both"]).decide("a.txt", { take: "content", id });
    expect(some.counts).toEqual({ files: 3, decided: 2 });
    expect(some.decideAll("base", "undecided").results()).toEqual([
      { path: "a.txt", put: "content", id },
      { path: "deleted by us", put: "side", side: "base" },
      { path: "new in both", put: "side", side: "theirs" },
    ]);
    expect(some.decide("a.txt", { take: "undecided" }).counts.decided).toBe(1);
    expect(begun.counts.decided).toBe(0);
    expect(() => begun.decideAll("ours", ["elsewhere"])).toThrow(RangeError);
  });

  test("decides all paths of a file that the sides moved to different places", () => {
    const only = (side: Side) => ({ base: false, ours: false, theirs: false, [side]: true });
    const moved = MergeState.begin([
      {
        path: "a",
        has: only("base"),
        others: [
          { path: "b", has: only("ours") },
          { path: "c", has: only("theirs") },
        ],
      },
    ]);
    const nothing = (path: string) => ({ path, put: "nothing" });
    const side = (path: string, side: Side) => ({ path, put: "side", side });
    const decided = (take: Side | "delete") => moved.decide("a", { take }).results();
    expect(moved.counts.files).toBe(1);
    expect(moved.results()).toBeUndefined();
    expect(decided("base")).toEqual([side("a", "base"), nothing("b"), nothing("c")]);
    expect(decided("ours")).toEqual([nothing("a"), side("b", "ours"), nothing("c")]);
    expect(decided("theirs")).toEqual([nothing("a"), nothing("b"), side("c", "theirs")]);
    expect(decided("delete")).toEqual(["a", "b", "c"].map(nothing));
    const done = moved.withText("a", text.choose(1, "ours").merge).results();
    expect(done).toEqual([{ path: "a", put: "text", text: "a\no\n" }, nothing("b"), nothing("c")]);
  });
});
