import { describe, expect, it } from "vitest";
import { LoadedPages, withPages } from "./loaded-pages.ts";

const key = (folder: string, page: number) => ({ folder, page });
const loaded = (total: number, ...entries: string[]) => ({ data: { total, entries }, error: null });
const onItsWay = { data: undefined, error: null };

describe("loaded pages", () => {
  it("are gathered by their folders, in whatever order they were asked for", () => {
    const pages = [key("", 0), key("a", 1), key("", 2), key("a", 0)];
    const results = [loaded(5, "a", "b"), loaded(3, "a/3"), loaded(5, "e"), loaded(3, "a/1", "a/2")];
    const { folders } = new LoadedPages(pages, results);
    expect([...folders.keys()]).toEqual(["", "a"]);
    expect(folders.get("")).toEqual({
      total: 5,
      pages: new Map([
        [0, ["a", "b"]],
        [2, ["e"]],
      ]),
    });
    expect(folders.get("a")).toEqual({
      total: 3,
      pages: new Map([
        [0, ["a/1", "a/2"]],
        [1, ["a/3"]],
      ]),
    });
  });

  it("leave out what is on its way, or has no result yet", () => {
    const pages = new LoadedPages([key("", 0), key("a", 0), key("b", 0)], [loaded(1, "a"), onItsWay]);
    expect([...pages.folders.keys()]).toEqual([""]);
    for (const folder of ["", "a", "b"]) expect(pages.errorOf(key(folder, 0))).toBeUndefined();
  });

  it("say of a page why it could not be read, and keep what was known of it", () => {
    const error = new Error("gone");
    const results = [loaded(1, "a"), { data: undefined, error }, { ...loaded(9, "b/8"), error }];
    const pages = new LoadedPages([key("", 0), key("a", 0), key("b", 4)], results);
    expect(pages.errorOf(key("a", 0))).toBe(error);
    expect(pages.errorOf(key("a", 1))).toBeUndefined();
    expect(pages.errorOf(key("b", 4))).toBe(error);
    expect(pages.folders.get("b")?.pages.get(4)).toEqual(["b/8"]);
    expect(pages.folders.has("a")).toBe(false);
  });
});

describe("pages asked for", () => {
  it("grow by those that are not among them, and keep what else was said", () => {
    const asked = { of: "x", pages: [key("", 0)] };
    expect(withPages(asked, [key("", 0), key("", 1), key("1", 0)])).toEqual({
      of: "x",
      pages: [key("", 0), key("", 1), key("1", 0)],
    });
    expect(asked.pages).toEqual([key("", 0)]);
  });

  it("are the same object while nothing is missing", () => {
    const asked = { pages: [key("", 0), key("a", 1)] };
    expect(withPages(asked, [key("a", 1)])).toBe(asked);
    expect(withPages(asked, [])).toBe(asked);
  });
});
