import { expect, test } from "vitest";
import { formOf, numberIn, type Retention, retentionIn } from "./retention-form.ts";

const ladder = { keep: "ladder", last: 1, hourly: 0, daily: 2, weekly: 3, monthly: 4, yearly: 5 } as const;

test.each<Retention>([
  { keep: "everything" },
  { keep: "last", moves: 7 },
  { keep: "days", days: 1_000_000 },
  ladder,
])("%j is the same again after it was edited", (retention) => {
  expect(retentionIn(formOf(retention))).toEqual(retention);
});

test("the default is no retention of its own, and proposes the default ladder", () => {
  const form = formOf({ keep: "everything" }, "default");
  expect(retentionIn(form)).toBeNull();
  expect(retentionIn({ ...form, keep: "ladder" })).toMatchObject({ last: 10, hourly: 48, yearly: 3 });
});

test.each(["", "0", "-1", "1.5", "many", "1000001", "1e3", "99999999999999999999"])(
  "%j is no number of moves",
  (typed) => {
    const form = { ...formOf({ keep: "everything" }), moves: typed, days: typed };
    expect(retentionIn({ ...form, keep: "last" })).toBeUndefined();
    expect(retentionIn({ ...form, keep: "days" })).toBeUndefined();
  },
);

test("a rung of a ladder may be 0, and nothing else that is no number", () => {
  const form = formOf(ladder);
  expect(numberIn("0", 0)).toBe(0);
  expect(retentionIn({ ...form, ladder: { ...form.ladder, hourly: "x" } })).toBeUndefined();
});
