import { describe, expect, it } from "vitest";
import type { Look } from "../../api/look.ts";
import { editableOf } from "./editable.ts";

const file = {
  ca_id: "",
  path: "a.txt",
  type: "file",
  mode: 0o100644,
  size: 4,
  kind: "text",
  text: "one\n",
  encoding: "utf-8",
  lossy: false,
  truncated: false,
} as const;
const lookAt = (change: Partial<Extract<Look, { is: "file" }>["file"]>): Look => ({
  is: "file",
  place: { path: "a.txt", isFolder: false },
  snapshot: "",
  file: { ...file, ...change },
});

describe("editableOf", () => {
  it("takes a whole text", () => {
    expect(editableOf(lookAt({}))).toEqual({
      as: "text",
      path: "a.txt",
      text: "one\n",
      mark: "",
      isMixed: false,
    });
  });
  it("takes an empty file", () => {
    expect(editableOf(lookAt({ size: 0, text: "" })).as).toBe("text");
  });
  it("keeps the byte order mark", () => {
    expect(editableOf(lookAt({ size: 7 }))).toMatchObject({ mark: "\ufeff" });
  });
  it("knows mixed line endings", () => {
    expect(editableOf(lookAt({ text: "a\r\nb\n", size: 5 }))).toMatchObject({ isMixed: true });
  });
  it("leaves alone what it could not write back as it was", () => {
    expect(editableOf(lookAt({ truncated: true })).as).toBe("large");
    expect(editableOf(lookAt({ lossy: true })).as).toBe("encoding");
    expect(editableOf(lookAt({ encoding: "utf-16le" })).as).toBe("encoding");
    expect(editableOf(lookAt({ kind: "binary" })).as).toBe("other");
    expect(editableOf(lookAt({ type: "symlink" })).as).toBe("other");
  });
});
