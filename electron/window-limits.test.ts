import { describe, expect, it } from "vitest";
import { checkAsked } from "./window-limits.ts";

describe("checkAsked", () => {
  it.each([
    ["labels", {}],
    ["labels", { limit: 1001 }],
    ["tree", { ref: "photos", recursive: true }],
    ["tree", { ref: "photos", limit: 10, content: true }],
    ["history", { label: "photos", limit: 100_000 }],
    ["find", { ref: "photos", pattern: "*", limit: 1e9 }],
    ["changes", { from: null, to: "photos", limit: 1e9 }],
    ["merge.check", { merge: 1 }],
    ["log", { label: "photos" }],
    ["diff", { a: "one", b: "two" }],
    ["cat", { ref: "photos:large" }],
    ["init", {}],
    ["merge", { ours: "one", theirs: "two" }],
    ["mount.rebase", { mount: "photos", details: true }],
    ["mount.read", { mount: "photos", path: "large" }],
  ])("refuses %s %j", (name, input) => {
    expect(() => checkAsked(name, input)).toThrow(expect.objectContaining({ code: "BadInput" }));
  });

  it.each([
    ["labels", { label: "photos" }],
    ["labels", { limit: 200 }],
    ["tree", { ref: "photos", limit: 1000 }],
    ["history", { label: "photos" }],
    ["merge.check", { merge: 1, path: "a" }],
    ["merge.check", { merge: 1, limit: 200 }],
    ["find", { ref: "photos", pattern: "*" }],
    ["import", { label: "photos", paths: [] }],
    ["mount.rebase", { mount: "photos", details: false }],
    // The command itself reports the bad input.
    ["tree", { limit: -1 }],
    ["history", "nonsense"],
    ["constructor", {}],
  ])("lets %s %j pass", (name, input) => {
    expect(() => checkAsked(name, input)).not.toThrow();
  });
});
