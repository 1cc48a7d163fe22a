import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const root = temporaryFolder();
const strata = (...args: string[]) => runStrata([...args, "--store", join(root, "store")]);
const said = async (...args: string[]) => {
  const { code, stdout, stderr } = await strata(...args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
};

beforeAll(async () => {
  for (const state of ["one", "two", "three"]) {
    writeTree(join(root, "live"), { file: state });
    await said("import", join(root, "live"), "--label", "work", "-m", state);
  }
});

describe("strata keep and strata release", () => {
  it("mark a move, which the log says", async () => {
    expect(await said("keep", "work@{1}")).toMatch(/^work of .*, push \(two\), is kept for good\n$/);
    expect(await said("log", "work")).toMatch(/ {2}kept: two\n.* {2}three\n$/);
    expect(await said("release", "work@{1}")).toMatch(/only as the retention of work says\n$/);
    expect(await said("log", "work")).not.toContain("kept");
  });
});

describe("strata retention", () => {
  it.each([
    ["everything", { keep: "everything" }, "everything"],
    ["last=1", { keep: "last", moves: 1 }, "the latest move"],
    ["last=2000", { keep: "last", moves: 2000 }, "the latest 2,000 moves"],
    ["days=30", { keep: "days", days: 30 }, "every state of the last 30 days"],
    [
      "ladder",
      { keep: "ladder", last: 10, hourly: 48, daily: 7, weekly: 4, monthly: 24, yearly: 3 },
      "the latest 10 moves, one an hour for 48 hours, one a day for 7 days, one a week for 4 weeks, one a month for 24 months, one a year for 3 years",
    ],
    [
      "ladder=daily:1,last:3",
      { keep: "ladder", last: 3, hourly: 0, daily: 1, weekly: 0, monthly: 0, yearly: 0 },
      "the latest 3 moves, one a day for 1 day",
    ],
  ])("takes --keep %s, says it in words, and gives it as JSON", async (typed, retention, words) => {
    expect(await said("retention", "set", "work", "--keep", typed)).toContain(`work keeps ${words}. `);
    expect(await said("retention", "work")).toBe(`work keeps ${words}\n`);
    const store = ["--store", join(root, "store")];
    expect(await runStrataJson(["retention", "work", ...store])).toEqual({
      store: { keep: "everything" },
      labels: [{ label: "work", retention, own: true }],
    });
  });

  it("is the store's where no label is named, and the default where that is said", async () => {
    await said("retention", "set", "work", "--keep", "last=3");
    await said("retention", "set", "--keep", "days=1");
    expect(await said("retention")).toBe(
      "The store keeps every state of the last day of labels that have no retention of their own\nwork  the latest 3 moves\n",
    );
    await said("retention", "set", "work", "--keep", "default");
    expect(await said("retention", "work")).toBe(
      "work keeps every state of the last day, as the store says\n",
    );
    expect(await said("retention", "set", "--keep", "default")).toMatch(
      /^The store keeps everything of labels/,
    );
  });

  it.each([
    "last",
    "last=",
    "last=0",
    "last=-3",
    "last=x",
    "days=1000000000000000",
    "nonsense",
    "ladder=",
    "ladder=hourly",
    "ladder=minutely:3",
    "ladder=last:1,last:2",
    "ladder=last:-1",
    "everything=1",
    "",
  ])("refuses --keep %j", async (typed) => {
    const { code, stderr } = await strata("retention", "set", "work", "--keep", typed);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^strata: .*(no retention|a whole number from)/),
    ]);
  });
});
