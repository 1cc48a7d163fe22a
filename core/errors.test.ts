import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asStrataError } from "./errors.ts";
import { temporaryFolder } from "./testing/folders.ts";

describe("the error of a missing path", () => {
  const missing = join(temporaryFolder(), "missing/file");
  const errorOf = (work: () => unknown) => {
    try {
      return work();
    } catch (thrown) {
      return asStrataError(thrown);
    }
  };

  it("says that it is missing when it is read", () => {
    expect(errorOf(() => readFileSync(missing))).toMatchObject({
      code: "ENOENT",
      message: `There is no such file or folder: ${missing}`,
    });
  });

  it("says that its folder is missing when it is created", () => {
    expect(errorOf(() => mkdirSync(missing))).toMatchObject({
      code: "ENOENT",
      message: `It cannot be made, since a folder above it is missing: ${missing}`,
    });
  });
});
