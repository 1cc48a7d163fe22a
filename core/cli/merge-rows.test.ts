import { expect, it } from "vitest";
import { fileOf, rowsOf } from "../merge/sqlite/databases-suite.ts";
import { runHere } from "../testing/command-here.ts";
import { MergingStore } from "../testing/merging.ts";

const store = new MergingStore();

async function strata(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await runHere(["merge", ...argv], {
    cwd: store.folder,
    env: { STRATA_STORE: store.path },
  });
  return { code, out: stdout.toString(), err: stderr };
}

it("decides rows of a database on the command line", async () => {
  const base = fileOf(`CREATE TABLE people(first TEXT, last TEXT, age, PRIMARY KEY (first, last));
    INSERT INTO people VALUES ('Ann', 'Lee', 30), ('Bob', 'Ray', 40), ('Cid', 'O''H', 50)`);
  const ours = fileOf("UPDATE people SET age = 1; DELETE FROM people WHERE first = 'Bob'", base);
  const theirs = fileOf("UPDATE people SET age = 2", base);
  await store.part("db", { "a.db": base }, { "a.db": ours }, { "a.db": theirs });
  await strata("start", "db", "db-2");
  expect((await strata("rows", "a.db", "--limit", "2")).out).toBe(
    [
      "people: 3 rows in conflict, 0 decided",
      "people 'Ann','Lee': open",
      "  < age = 1",
      "  | age = 30",
      "  > age = 2",
      "people 'Bob','Ray': open",
      "  < no such row",
      "  | first = 'Bob', last = 'Ray', age = 40",
      "  > first = 'Bob', last = 'Ray', age = 2",
      "",
    ].join("\n"),
  );
  const resolve = (...argv: string[]) => strata("resolve", "a.db", "--table", "people", ...argv);
  expect((await resolve("--take", "ours", "--key", "Ann,Lee")).out).toContain("a.db: rows\n1 of 1 file open");
  expect((await strata("show")).out).toContain("open (2 of 3 rows)  sqlite  a.db");
  await resolve("--take", "base", "--key", "'Cid','O''H'");
  expect(await resolve("--take", "ours", "--key", "Dan,Doe")).toMatchObject({
    code: 2,
    err: expect.stringContaining("no row Dan,Doe of the table"),
  });
  expect(await resolve("--take", "both")).toMatchObject({
    code: 2,
    err: expect.stringContaining("a row has no both"),
  });
  expect((await resolve("--take", "theirs", "--dry-run")).out).toContain("a.db: would be rows (was rows)");
  expect((await resolve("--take", "theirs")).out).toContain("strata merge complete");
  expect((await strata("rows", "a.db", "--limit", "0")).out).toBe(
    "people: 3 rows in conflict, 3 decided, theirs unless said otherwise\n",
  );
  const tables = JSON.stringify([{ table: "people", take: "undecided" }]);
  expect((await strata("decide-rows", "a.db", "--tables", tables)).out).toBe(
    "a.db: open, 2 of 3 rows decided\n",
  );
  await resolve("--take", "ours");
  expect(await strata("complete")).toMatchObject({ code: 0 });
  expect(rowsOf(await store.bytesOf("db", "a.db"), "SELECT first, age FROM people ORDER BY 1")).toEqual([
    ["Ann", 1n],
    ["Cid", 50n],
  ]);
});
