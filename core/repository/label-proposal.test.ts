import { describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import type { Label } from "../labels/label-store.ts";
import { proposeLabel } from "./label-proposal.ts";

function label(name: string, seq: number, folder?: string, head: string | null = "a".repeat(64)): Label {
  const settings = folder === undefined ? {} : { folder };
  return { name, head: head as SnapshotId | null, settings, last: { seq } } as Label;
}

const propose = (folder: string, ...labels: Label[]) => proposeLabel({ paths: [folder], folder, labels });

describe("the label that is proposed for a folder", () => {
  it("I25: is the one that is of it, the latest to move", () => {
    const labels = [
      label("old", 1, "/a/Photos"),
      label("new", 5, "/a/Photos"),
      label("Photos", 9, "/b/Photos"),
    ];
    expect(propose("/a/Photos", ...labels)).toEqual({ label: "new", realName: "" });
  });

  it("is the folder's name where that is free, or a label's of no folder", () => {
    expect(propose("/a/Photos")).toEqual({ label: "Photos", realName: "" });
    expect(propose("/a/Photos", label("Photos", 1))).toEqual({ label: "Photos", realName: "" });
  });

  it("has a number where labels of other folders have the name", () => {
    const labels = [label("Photos", 1, "/b"), label("Photos-2", 2, "/c")];
    expect(propose("/a/Photos", ...labels)).toEqual({ label: "Photos-3", realName: "Photos" });
  });

  it("says the real name that it cannot spell", () => {
    expect(propose("/a/Fotos für Oma")).toEqual({ label: "Fotos-f-r-Oma", realName: "Fotos für Oma" });
    const long = "x".repeat(128);
    expect(propose(`/a/${long}`, label(long, 1, "/b")).label).toMatch(/^x{126}-2$/);
    expect(propose("/")).toEqual({ label: "folder", realName: "" });
  });

  it("is not a deleted label, unless it was of this folder and has its name", () => {
    expect(propose("/a/Photos", label("other", 1, "/a/Photos", null))).toMatchObject({ label: "Photos" });
    expect(propose("/a/Photos", label("Photos", 1, "/a/Photos", null))).toMatchObject({ label: "Photos" });
    expect(propose("/a/Photos", label("Photos", 1, "/b", null))).toMatchObject({ label: "Photos-2" });
  });

  it("goes by the folder that several paths, or a file, are in", () => {
    const paths = (...paths: string[]) => proposeLabel({ paths, folder: undefined, labels: [] }).label;
    expect(paths("/a/work/x.txt")).toBe("work");
    expect(paths("/a/work/x", "/a/work/deep/y")).toBe("work");
    expect(paths("/a/work/x", "/a/workshop/y")).toBe("a");
    expect(paths("/a/x", "/b/y")).toBe("folder");
  });
});
