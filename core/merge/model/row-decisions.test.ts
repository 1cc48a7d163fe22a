import fc from "fast-check";
import { expect, it } from "vitest";
import type { RowDecisions } from "../row-decision.ts";
import { NO_ROWS_DECIDED, parseRowDecisions, patchRowDecisions } from "./row-decisions.ts";

const side = fc.constantFrom("base", "ours", "theirs");
const named = { table: fc.constantFrom("a", "b"), key: fc.constantFrom("1", "2", "t41") };
const row = fc.record(
  { ...named, take: side, columns: fc.dictionary(fc.string(), side) },
  { requiredKeys: ["table", "key", "take"] },
);
const patch = fc.record({
  rows: fc.array(fc.oneof(row, fc.record({ ...named, take: fc.constant("undecided") }))),
  tables: fc.array(
    fc.record({ table: named.table, take: fc.constantFrom("base", "ours", "theirs", "undecided") }),
  ),
});

it("the last change of a row or a table counts, and equal decisions are equal JSON", () => {
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 5 }), (patches) => {
      const expected = { rows: new Map<string, unknown>(), tables: new Map<string, unknown>() };
      let decisions: RowDecisions = NO_ROWS_DECIDED;
      for (const each of patches) {
        decisions = patchRowDecisions(decisions, each as Parameters<typeof patchRowDecisions>[1]);
        for (const kind of ["rows", "tables"] as const) {
          for (const change of each[kind]) {
            const name = "key" in change ? `${change.table} ${change.key}` : change.table;
            expected[kind].delete(name);
            if (change.take !== "undecided") expected[kind].set(name, change);
          }
        }
      }
      const inOrder = (of: Map<string, unknown>) =>
        [...of].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
      expect(decisions).toEqual({ rows: inOrder(expected.rows), tables: inOrder(expected.tables) });
      expect(parseRowDecisions(JSON.parse(JSON.stringify(decisions)))).toEqual({
        ok: true,
        value: decisions,
      });
    }),
  );
});

it("saved decisions are parsed whatever they are", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), fc.record({ rows: fc.array(fc.jsonValue()), tables: fc.jsonValue() })),
      (json) => {
        const parsed = parseRowDecisions(json);
        if (parsed.ok) expect(parsed.value).toMatchObject({ rows: [], tables: [] });
        else expect(parsed.why).toMatch(/\.$/);
      },
    ),
  );
  const good = { table: "t", key: "1", take: "ours" };
  const rows = (...each: unknown[]) => parseRowDecisions({ rows: each, tables: [] }).ok;
  expect(rows(good, { ...good, key: "2", columns: { a: "base" } })).toBe(true);
  const bad = [
    { ...good, take: "both" },
    { ...good, key: 1 },
    { ...good, key: "1".repeat(201) },
    { ...good, columns: { a: "mine" } },
    { ...good, columns: ["ours"] },
    { ...good, more: 1 },
  ];
  for (const each of bad) expect(rows(each)).toBe(false);
  expect(rows(good, good)).toBe(false);
  expect(parseRowDecisions({ rows: [], tables: [{ table: "t", take: "ours", key: "1" }] }).ok).toBe(false);
  const many = Array.from({ length: 100_001 }, (_, at) => ({ ...good, key: String(at) }));
  expect(rows(...many.slice(1))).toBe(true);
  expect(rows(...many)).toBe(false);
});
