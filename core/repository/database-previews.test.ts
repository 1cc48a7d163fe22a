import SQLite from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { type DatabaseFile, DatabasePreviews, type PreviewLimits } from "./database-previews.ts";

const opened: DatabasePreviews[] = [];

function previews(limits?: Partial<PreviewLimits>): DatabasePreviews {
  const made = new DatabasePreviews(limits);
  opened.push(made);
  return made;
}

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A database with the tables `a` and `b`, and how often it was read. */
function database(key: string): DatabaseFile & { reads: number } {
  const db = new SQLite(":memory:");
  db.exec("CREATE TABLE a(x); INSERT INTO a VALUES (1), (2); CREATE TABLE b(y PRIMARY KEY) WITHOUT ROWID;");
  const bytes = db.serialize();
  return {
    key,
    reads: 0,
    async read() {
      this.reads++;
      return bytes;
    },
  };
}

const first = { table: "a", offset: 0, limit: 10 };

describe("previews of databases", () => {
  it("keep the last database for the next question", async () => {
    const [one, other] = [database("one"), database("other")];
    const asked = previews();
    expect(await asked.tables(one)).toMatchObject([
      { name: "a", rows: 2, columns: [{ name: "x" }] },
      { name: "b", rows: 0, columns: [{ name: "y", primaryKey: true }] },
    ]);
    expect(await asked.rows(one, first)).toMatchObject({ rows: [[1], [2]] });
    expect(one.reads).toBe(1);
    // Asked at the same time, each is answered about its own.
    await Promise.all([asked.rows(other, first), asked.rows(one, first), asked.rows(other, first)]);
    expect([one.reads, other.reads]).toEqual([2, 2]);
  });

  it("end what takes too long, and answer the next question", async () => {
    const asked = previews({ answer: 0 });
    await expect(asked.tables(database("slow"))).rejects.toMatchObject({
      code: "CannotPreview",
      data: { obstacle: "too slow" },
      hint: expect.stringContaining("Export"),
    });
    const patient = previews();
    await expect(patient.rows(database("x"), { ...first, table: "nope" })).rejects.toMatchObject({
      code: "ENOENT",
    });
    expect(await patient.rows(database("x"), first)).toMatchObject({ rows: [[1], [2]] });
  });

  it("leave rows uncounted when that would take too long", async () => {
    const tables = await previews({ counting: 0 }).tables(database("large"));
    expect(tables.map(({ rows }) => rows)).toEqual([undefined, undefined]);
  });

  it("refuse what is no database, and go on", async () => {
    const asked = previews();
    const none: DatabaseFile = { key: "none", read: async () => Buffer.from("no database") };
    await expect(asked.tables(none)).rejects.toMatchObject({ code: "CannotPreview" });
    expect(await asked.rows(database("one"), first)).toMatchObject({ rows: [[1], [2]] });
  });

  it("forget the database when nobody has asked for a while", async () => {
    const one = database("one");
    const asked = previews({ idle: 1 });
    await asked.rows(one, first);
    const readsAfterAnother = async () => {
      await asked.rows(one, first);
      return one.reads;
    };
    await expect.poll(readsAfterAnother, { interval: 50 }).toBeGreaterThan(1);
  });

  it("are given up when they are closed", async () => {
    const asked = previews();
    await asked.tables(database("one"));
    const asking = asked.rows(database("one"), first);
    await asked.close();
    await asking.catch((thrown) => expect(thrown).toMatchObject({ code: "Cancelled" }));
  });
});
