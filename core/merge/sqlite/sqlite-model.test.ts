import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictKeys, dump, dumpFile, edited, edits, model, SCHEMA } from "./database-model-suite.ts";
import { fileOf, merge, mergedBytes, reasonOf, rowsOf } from "./databases-suite.ts";

const CASES = Number(process.env.STRATA_MERGE_CASES ?? 60);

function check(encoding: string, cases: number): void {
  const empty = fileOf(`PRAGMA encoding = "${encoding}"; ${SCHEMA}`);
  const seen = { merged: 0, rows: 0 };
  fc.assert(
    fc.property(edits(30), edits(6), edits(6), (start, our, their) => {
      const base = edited(empty, start);
      const [ours, theirs] = [edited(base, our), edited(base, their)];
      const expected = model({ base, ours, theirs });
      const result = merge(base, ours, theirs);
      const mirrored = merge(base, theirs, ours);
      if (expected.conflicts.length > 0) {
        seen.rows++;
        expect(conflictKeys(result)).toEqual(expected.conflicts);
        expect(mirrored).toEqual(
          result.status === "conflict" && {
            ...result,
            rows: result.rows?.map((row) => ({ ...row, ours: row.theirs, theirs: row.ours })),
          },
        );
      } else if (expected.sound) {
        seen.merged++;
        expect(dumpFile(mergedBytes(result))).toEqual(dump((name) => expected.merged[name] ?? new Map()));
        expect(Buffer.compare(mergedBytes(result), mergedBytes(mirrored))).toBe(0);
        expect(rowsOf(mergedBytes(result), "PRAGMA integrity_check")).toEqual([["ok"]]);
      } else {
        expect(reasonOf(result)).toContain("cannot be combined");
        expect(mirrored).toEqual(result);
      }
      const preferOurs = merge(base, ours, theirs, "ours");
      const mirroredPreference = merge(base, theirs, ours, "theirs");
      expect(Buffer.compare(mergedBytes(preferOurs), mergedBytes(mirroredPreference))).toBe(0);
      const wholeSide = Buffer.compare(mergedBytes(preferOurs), ours) === 0;
      const preferred = preferOurs.status === "merged" ? preferOurs.preferred : 0;
      if (expected.conflicts.length > 0 && !wholeSide) expect(preferred).toBe(expected.conflicts.length);
    }),
    { numRuns: cases },
  );
  if (cases < 50) return;
  expect(seen.merged).toBeGreaterThan(0);
  expect(seen.rows).toBeGreaterThan(0);
}

describe("a merge of databases", () => {
  it("gives the model's result, and its mirror image for swapped sides", () => check("UTF-8", CASES));

  it.each(["UTF-16le", "UTF-16be"])("does so in %s", (encoding) => check(encoding, Math.ceil(CASES / 5)));

  it("with a side that only has another layout gives the rows of the other", () => {
    const empty = fileOf(SCHEMA);
    fc.assert(
      fc.property(edits(30), edits(6), (start, changes) => {
        const base = edited(empty, start);
        const side = edited(base, changes);
        const anew = fileOf("VACUUM", fileOf("CREATE TABLE z(a); DROP TABLE z", base));
        expect(Buffer.compare(anew, base)).not.toBe(0);
        for (const result of [merge(base, side, anew), merge(base, anew, side)]) {
          expect(dumpFile(mergedBytes(result))).toEqual(dumpFile(side));
        }
        const both = merge(base, side, fileOf("VACUUM", side));
        expect(dumpFile(mergedBytes(both))).toEqual(dumpFile(side));
      }),
      { numRuns: Math.ceil(CASES / 3) },
    );
  });

  it("with a side equal to the base gives the other's bytes", () => {
    const base = fileOf(SCHEMA);
    const side = fileOf("INSERT INTO a(v) VALUES (1)", base);
    expect(merge(base, side, Buffer.from(base))).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(base, Buffer.from(base), side)).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(base, side, Buffer.from(side))).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(null, side, Buffer.from(side))).toEqual({ status: "merged", bytes: side, preferred: 0 });
  });
});
