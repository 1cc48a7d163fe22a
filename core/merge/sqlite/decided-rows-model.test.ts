import fc from "fast-check";
import { expect, it } from "vitest";
import type { Side } from "../model/merge-state.ts";
import type { RowDecision, RowDecisions, TableDecision } from "../row-decision.ts";
import {
  conflictKeys,
  dump,
  dumpFile,
  edited,
  edits,
  type ModelChoice,
  model,
  modelKey,
  SCHEMA,
} from "./database-model-suite.ts";
import { fileOf, merge, mergedBytes, NAMES, reasonOf, rowsOf } from "./databases-suite.ts";
import { type ListedRow, RowConflicts } from "./row-conflicts.ts";

const CASES = Number(process.env.STRATA_MERGE_CASES ?? 60);

const SIDES: Side[] = ["base", "ours", "theirs"];
const side = fc.constantFrom(...SIDES);
/** What is picked for a row: nothing, a version, or columns by the numbers that pick their versions. */
const pick = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.record({ take: side }) },
  { weight: 12, arbitrary: fc.record({ take: side, columns: fc.array(fc.nat(5), { maxLength: 4 }) }) },
);
type Pick = { take: Side; columns?: number[] } | undefined;
const tablePicks = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), side);

/** Makes a decision that fits a row of a pick. */
function decisionFor({ table, key, moved, ...row }: ListedRow, picked: Pick, names: readonly string[]) {
  if (picked === undefined) return undefined;
  const { take, columns } = picked;
  if (columns === undefined || moved || row[take] === null) return { table, key, take };
  const there = SIDES.filter((each) => row[each] !== null);
  // A number past the versions leaves the column out.
  const chosen = columns.flatMap((number, at) => {
    const [name, from] = [names[at], there[number]];
    return name === undefined || from === undefined ? [] : [[name, from]];
  });
  return { table, key, take, columns: Object.fromEntries(chosen) } satisfies RowDecision;
}

function swapped(decisions: RowDecisions): RowDecisions {
  const other = (each: Side) => (each === "ours" ? "theirs" : each === "theirs" ? "ours" : each);
  return {
    tables: decisions.tables.map(({ table, take }) => ({ table, take: other(take) })),
    rows: decisions.rows.map(({ columns, take, ...row }) => ({
      ...row,
      take: other(take),
      ...(columns && {
        columns: Object.fromEntries(Object.entries(columns).map(([name, each]) => [name, other(each)])),
      }),
    })),
  };
}

it.each([
  ["UTF-8", CASES],
  ["UTF-16le", Math.ceil(CASES / 5)],
])(
  "decided rows give what the model gives, and its mirror image for swapped sides, in %s",
  (encoding, cases) => {
    const empty = fileOf(`PRAGMA encoding = "${encoding}"; ${SCHEMA}`);
    const seen = { merged: 0, open: 0, columns: 0 };
    fc.assert(
      fc.property(
        ...[edits(30), edits(16, 8), edits(16, 8)],
        fc.array(pick, { minLength: 1 }),
        tablePicks,
        (start, our, their, picks, rest) => {
          const base = edited(empty, start);
          const [ours, theirs] = [edited(base, our), edited(base, their)];
          const { rows, tables: inConflict } = new RowConflicts({ base, ours, theirs }, NAMES).page({
            offset: 0,
            limit: 1000,
          });
          const namesOf = new Map(inConflict.map(({ table, columns }) => [table, columns]));
          const decided = rows.flatMap(
            (row, at) => decisionFor(row, picks[at % picks.length], namesOf.get(row.table) ?? []) ?? [],
          );
          const tables = Object.entries(rest).flatMap(([table, take]): TableDecision[] =>
            namesOf.has(table) ? [{ table, take }] : [],
          );
          const decisions = { rows: decided, tables };
          const choices = new Map<string, ModelChoice>(
            decided.map((each) => {
              const row = rows.find(({ table, key }) => table === each.table && key === each.key);
              return [`${each.table} ${modelKey(row?.keyCells.map(({ value }) => value) ?? [])}`, each];
            }),
          );
          const expected = model({ base, ours, theirs }, (table, key) => {
            const take = rest[table];
            return choices.get(`${table} ${key}`) ?? (take && { take });
          });
          const result = merge(base, ours, theirs, "none", decisions);
          const mirrored = merge(base, theirs, ours, "none", swapped(decisions));
          if (expected.conflicts.length > 0) {
            seen.open++;
            expect(conflictKeys(result)).toEqual(expected.conflicts);
            expect(conflictKeys(mirrored)).toEqual(expected.conflicts);
          } else if (expected.sound) {
            if (rows.length > 0) seen.merged++;
            if (decided.some((each) => "columns" in each)) seen.columns++;
            expect(dumpFile(mergedBytes(result))).toEqual(dump((name) => expected.merged[name] ?? new Map()));
            expect(Buffer.compare(mergedBytes(result), mergedBytes(mirrored))).toBe(0);
            expect(rowsOf(mergedBytes(result), "PRAGMA integrity_check")).toEqual([["ok"]]);
            expect(rowsOf(mergedBytes(result), "PRAGMA foreign_key_check")).toEqual([]);
          } else {
            expect(reasonOf(result)).toContain("cannot be combined");
            expect(mirrored).toEqual(result);
          }
        },
      ),
      { numRuns: cases },
    );
    if (cases < 50) return;
    expect(Math.min(seen.merged, seen.open, seen.columns)).toBeGreaterThan(0);
  },
);

it("the rows in conflict are listed the same in pages of any size, and mirrored for swapped sides", () => {
  const empty = fileOf(SCHEMA);
  fc.assert(
    fc.property(
      edits(30),
      edits(16, 8),
      edits(16, 8),
      fc.integer({ min: 1, max: 5 }),
      (start, our, their, limit) => {
        const base = edited(empty, start);
        const [ours, theirs] = [edited(base, our), edited(base, their)];
        const conflicts = new RowConflicts({ base, ours, theirs }, NAMES);
        const all = conflicts.page({ offset: 0, limit: 1000 });
        const pages = (table?: string) => {
          const rows: ListedRow[] = [];
          for (;;) {
            const page = conflicts.page({ table, offset: rows.length, limit });
            expect(page.tables).toEqual(all.tables);
            if (page.rows.length === 0) return rows;
            rows.push(...page.rows);
          }
        };
        expect(pages()).toEqual(all.rows);
        for (const { table, conflicts: count } of all.tables) {
          const rows = pages(table);
          expect(rows).toEqual(all.rows.filter((row) => row.table === table));
          expect(rows).toHaveLength(count);
        }
        const mirror = new RowConflicts({ base, ours: theirs, theirs: ours }, NAMES);
        expect(mirror.page({ offset: 0, limit: 1000 })).toEqual({
          ...all,
          rows: all.rows.map((row) => ({ ...row, ours: row.theirs, theirs: row.ours })),
        });
      },
    ),
    { numRuns: Math.ceil(CASES / 2) },
  );
});
