import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asStrataError } from "./errors.ts";
import { temporaryFolder } from "./testing/folders.ts";

describe("a path that is not there", () => {
  const missing = join(temporaryFolder(), "missing/file");
  const errorOf = (work: () => unknown) => {
    try {
      return work();
    } catch (thrown) {
      return asStrataError(thrown);
    }
  };

  it("is said to be missing when it was to be read", () => {
    expect(errorOf(() => readFileSync(missing))).toMatchObject({
      code: "ENOENT",
      message: `There is no such file or folder: ${missing}`,
    });
  });

  it("is said to have no place when it was to be made", () => {
    expect(errorOf(() => mkdirSync(missing))).toMatchObject({
      code: "ENOENT",
      message: `It cannot be made, since a folder above it is missing: ${missing}`,
    });
  });
});
