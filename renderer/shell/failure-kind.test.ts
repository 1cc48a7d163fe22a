import { describe, expect, it } from "vitest";
import { failureKind, stepsFor } from "./failure-kind.ts";

describe("failureKind", () => {
  it.each([
    ["StoreLocked", "locked"],
    ["NotAStore", "missing"],
    ["DatabaseDamaged", "damaged"],
    ["StoreTooNew", "tooNew"],
    ["Internal", "defect"],
    ["SomethingNew", "defect"],
  ])("of %s is %s", (code, kind) => {
    expect(failureKind({ code })).toBe(kind);
  });

  it("tells a refusal from a disk that failed", () => {
    expect(failureKind({ code: "WriteFailed", data: { errno: "EACCES" } })).toBe("denied");
    expect(failureKind({ code: "ReadFailed", data: { errno: "EIO" } })).toBe("disk");
  });
});

describe("stepsFor", () => {
  it("offers a copy first when the database is damaged", () => {
    expect(stepsFor("damaged", true)).toEqual(["recover", "retry", "choose"]);
  });

  it("does not offer to try what cannot work", () => {
    expect(stepsFor("tooNew", false)).toEqual(["choose", "default"]);
  });

  it("offers the usual store only from another one", () => {
    expect(stepsFor("missing", false)).toEqual(["retry", "choose", "default"]);
    expect(stepsFor("missing", true)).toEqual(["retry", "choose"]);
  });
});
