import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { StrataError } from "../../errors.ts";
import { temporaryFolder } from "../../testing/folders.ts";
import { StoreHandle } from "../store-handle.ts";
import { invoke, invokeStream } from "./invoke.ts";
import { registry } from "./registry.ts";

const store = new StoreHandle(join(temporaryFolder(), "store"), { surface: "cli" });

async function refusal(work: Promise<unknown>): Promise<StrataError> {
  const thrown = await work.then(
    (output) => new Error(`it gave ${JSON.stringify(output)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof StrataError) return thrown;
  throw thrown;
}

describe("invoke", () => {
  it.each<[string, unknown, string]>([
    ["log", { label: "x", limit: "y" }, 'limit must be a whole number, 0 or more, but is "y".'],
    ["log", { label: "x", limit: -1 }, "limit must be a whole number, 0 or more, but is -1."],
    ["log", { label: "x", limit: 1.5 }, "limit must be a whole number, 0 or more, but is 1.5."],
    ["log", {}, "label is missing; it must be text."],
    ["log", { label: 7 }, "label must be text, but is 7."],
    ["log", { label: "x", lable: "y" }, "The input of log has no lable."],
    ["log", null, "The input of log must be an object, but is null."],
    ["log", undefined, "The input of log is missing; it must be an object."],
    ["tree", { ref: "x", recursive: "yes" }, 'recursive must be true or false, but is "yes".'],
    ["import", { paths: ["/a", "b"], label: "x" }, 'paths.1 must be an absolute path, but is "b".'],
    ["import", { paths: "/a", label: "x" }, 'paths must be a list, but is "/a".'],
    [
      "import",
      { paths: [], label: "x", message: "m".repeat(4097) },
      expect.stringMatching(/^message must be text of at most 4,096 bytes of UTF-8, but is "m{59}…\.$/),
    ],
    ["import", { paths: [], label: "x", message: "\ud800" }, expect.stringMatching(/^message must be text/)],
    [
      "export",
      { ref: "x", to: "/a", overwrite: "maybe" },
      'overwrite must be one of refuse, never, newer, always, but is "maybe".',
    ],
    ["nope", {}, 'There is no command "nope".'],
    ["constructor", {}, 'There is no command "constructor".'],
    ["__proto__", {}, 'There is no command "__proto__".'],
  ])("refuses %s with %j", async (name, input, message) => {
    expect(await refusal(invoke(registry, name, input, { store }))).toMatchObject({
      code: "BadInput",
      message,
    });
  });

  it("says which field is wrong and what it takes", async () => {
    const { data, hint } = await refusal(invoke(registry, "diff", { a: "x", b: "y", c: "z" }, { store }));
    expect(data).toEqual({ command: "diff", field: "c" });
    expect(hint).toBe("It takes a, b, text.");
  });

  it("refuses a label's name before anything is read, with one that would do", async () => {
    const error = await refusal(
      invoke(registry, "import", { paths: ["/nowhere"], label: "my photos" }, { store }),
    );
    expect(error).toMatchObject({ code: "BadLabelName", hint: expect.stringContaining("Try my-photos.") });
  });

  it("makes no store for an input that is wrong", async () => {
    await refusal(invoke(registry, "labels", { deleted: 1 }, { store }));
    expect(existsSync(store.folder)).toBe(false);
  });

  it("gives bytes only of commands that have them", async () => {
    expect(await refusal(invokeStream(registry, "labels", {}, { store }))).toMatchObject({
      code: "BadInput",
    });
  });
});
