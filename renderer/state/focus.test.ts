import { afterEach, describe, expect, it } from "vitest";
import { awaitNoPane, focusPane, nextPane, type PaneName, registerPane } from "./focus.ts";

const ends: (() => void)[] = [];
const register = (name: PaneName, focus: () => void = () => undefined) => {
  const end = registerPane(name, focus);
  ends.push(end);
  return end;
};
afterEach(() => {
  for (const end of ends.splice(0)) end();
  awaitNoPane();
});

describe("panes", () => {
  it("go around in the order of the window, both ways, over those that are there", () => {
    register("changes");
    register("labels");
    register("history");
    expect(nextPane("labels", 1)).toBe("history");
    expect(nextPane("history", 1)).toBe("changes");
    expect(nextPane("changes", 1)).toBe("labels");
    expect(nextPane("labels", -1)).toBe("changes");
  });

  it("begin at an end when the focus is in none", () => {
    register("labels");
    register("files");
    expect(nextPane(null, 1)).toBe("labels");
    expect(nextPane(null, -1)).toBe("files");
    expect(nextPane("changes", 1)).toBe("labels");
  });

  it("know no next one where there is none", () => {
    expect(nextPane(null, 1)).toBeUndefined();
  });

  it("take the focus while they are registered, the latest by that name", () => {
    const got: string[] = [];
    const endFirst = register("files", () => got.push("first"));
    register("files", () => got.push("second"));
    endFirst();
    expect(focusPane("files")).toBe(true);
    expect(got).toEqual(["second"]);
    expect(focusPane("history")).toBe(false);
  });

  it("take the focus when they come, if it was meant for them and nobody went on meanwhile", () => {
    const got: string[] = [];
    focusPane("history");
    register("labels", () => got.push("labels"));
    register("history", () => got.push("history"));
    expect(got).toEqual(["history"]);
    focusPane("files");
    awaitNoPane();
    register("files", () => got.push("files"));
    expect(got).toEqual(["history"]);
    focusPane("compare");
    focusPane("labels");
    register("compare", () => got.push("compare"));
    expect(got).toEqual(["history", "labels"]);
  });
});
