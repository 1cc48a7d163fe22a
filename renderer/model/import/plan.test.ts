import { describe, expect, it } from "vitest";
import {
  allWarnings,
  asNew,
  differs,
  isUnchanged,
  type Preflight,
  patternsOf,
  planImport,
  samePlan,
} from "./plan.ts";

const wishes = {
  paths: ["/a"],
  label: "a",
  message: " ",
  ignore: [],
  gitignore: false,
  always: false,
  reread: false,
  override: false,
  undoing: null,
};
const preflight: Preflight = {
  label: "a",
  head: "ab".repeat(32),
  real_name: "",
  folder: "/a",
  files: 10,
  bytes: 1000,
  ignored: 0,
  ignored_paths: [],
  skipped_count: 0,
  skipped: [],
  warnings: [],
  counts: { added: 1, modified: 1, removed: 1 },
  to_read: 20,
  changes: [{ path: "x", change: "removed" }],
  undoing: null,
};

describe("planImport", () => {
  it("asks for no more than was wished", () => {
    expect(planImport(wishes, null, "")).toEqual({ input: { paths: ["/a"], label: "a" }, isNew: true });
  });

  it("describes a new label by the folder's real name, and no other", () => {
    expect(planImport(wishes, null, "Fotos & mehr").input.description).toBe("Fotos & mehr");
    const known = planImport(wishes, { ignore: [], gitignore: false }, "Fotos & mehr");
    expect(known.input).not.toHaveProperty("description");
    expect(known.isNew).toBe(false);
  });

  it("says only what differs from the label's rules", () => {
    const rules = { ignore: ["*.log"], gitignore: true };
    expect(planImport({ ...wishes, gitignore: true }, rules, "").input).not.toHaveProperty("gitignore");
    expect(planImport(wishes, rules, "").input.gitignore).toBe(false);
  });

  it("keeps rules only when asked, and the label's own among them", () => {
    const more = { ...wishes, ignore: [".env", "*.log"], gitignore: true };
    const rules = { ignore: ["*.log"], gitignore: false };
    expect(planImport(more, rules, "").rules).toBeUndefined();
    expect(planImport({ ...more, always: true }, rules, "").rules).toEqual({
      ignore: ["*.log", ".env"],
      gitignore: true,
    });
    expect(planImport({ ...wishes, always: true }, rules, "").rules).toBeUndefined();
  });

  it("has every file read again only when asked", () => {
    expect(planImport({ ...wishes, reread: true }, null, "").input.reread).toBe(true);
  });

  it("trims a message", () => {
    expect(planImport({ ...wishes, message: " hello " }, null, "").input.message).toBe("hello");
  });
});

describe("warnings", () => {
  const warning = { message: "", paths: [], count: 1 };
  const secrets = { ...warning, code: "secrets" as const, ignore: [".env", "*.pem"] };
  const dependencies = { ...warning, code: "dependencies" as const, ignore: ["node_modules/", ".env"] };

  it("give their patterns, each once", () => {
    expect(patternsOf([secrets, dependencies])).toEqual([".env", "*.pem", "node_modules/"]);
    expect(patternsOf([])).toEqual([]);
  });

  it("stay while what they are of is left out", () => {
    expect(allWarnings([secrets], [dependencies])).toEqual([secrets, dependencies]);
    expect(allWarnings([secrets], [{ ...secrets, count: 2 }, dependencies])).toEqual([secrets, dependencies]);
  });
});

it("differs notices what a label's rules do not say already", () => {
  const rules = { ignore: ["*.log"], gitignore: false };
  expect(differs({ ignore: ["*.log"], gitignore: false }, rules)).toBe(false);
  expect(differs({ ignore: [".env"], gitignore: false }, rules)).toBe(true);
  expect(differs({ ignore: [], gitignore: true }, rules)).toBe(true);
});

it("asNew makes everything added", () => {
  expect(asNew(preflight)).toMatchObject({
    head: null,
    counts: { added: 10, modified: 0, removed: 0 },
    to_read: 1000,
    changes: [],
  });
});

it("isUnchanged needs a label that holds something, and a count", () => {
  const none = { ...preflight, counts: { added: 0, modified: 0, removed: 0 } };
  expect(isUnchanged(none)).toBe(true);
  expect(isUnchanged(preflight)).toBe(false);
  expect(isUnchanged({ ...none, head: null })).toBe(false);
  const disk = { code: "disk" as const, message: "", paths: [], count: 0, ignore: [] };
  expect(isUnchanged({ ...none, warnings: [disk] })).toBe(false);
});

it("samePlan goes by what is asked for", () => {
  const plan = planImport(wishes, null, "");
  expect(samePlan(plan, planImport(wishes, { ignore: [], gitignore: false }, ""))).toBe(true);
  expect(samePlan(plan, planImport({ ...wishes, label: "b" }, null, ""))).toBe(false);
});
