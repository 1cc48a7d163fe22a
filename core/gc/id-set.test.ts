import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { IdSet } from "./id-set.ts";

describe.each([8, 32] as const)("a set of ids of %i bytes each", (bytes) => {
  it("has what was added, and says what is new, also once it has grown", () => {
    const set = new IdSet(bytes);
    const ids = Array.from({ length: 5000 }, () => randomBytes(32));
    for (const id of ids) expect(set.add(id)).toBe(true);
    for (const id of ids) expect([set.add(id), set.has(id)]).toEqual([false, true]);
    expect(set.size).toBe(5000);
    expect(Array.from({ length: 1000 }, () => set.has(randomBytes(32)))).not.toContain(true);
  });

  it("tells ids apart that begin alike, and takes one of zeros", () => {
    const set = new IdSet(bytes, 10);
    const [zeros, one, other] = [Buffer.alloc(32), Buffer.alloc(32, 7), Buffer.alloc(32, 7)];
    other[bytes - 1] = 8;
    expect([set.has(zeros), set.add(zeros), set.has(zeros)]).toEqual([false, true, true]);
    expect([set.add(one), set.has(other), set.add(other)]).toEqual([true, false, true]);
    expect(set.size).toBe(3);
  });
});
