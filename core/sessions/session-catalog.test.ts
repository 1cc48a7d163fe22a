import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { idOf } from "../labels/label-store-suite.ts";
import { LABEL_SCHEMA } from "../labels/schema.ts";
import { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { MOUNT_SCHEMA } from "../mount/schema.ts";
import { inlineFile } from "../testing/trees.ts";
import { MERGE_SCHEMA } from "./schema.ts";
import { KEPT, type NewFile, type NewSession, SessionCatalog, sessionsDigest } from "./session-catalog.ts";

const [A, B, C, D, E] = [idOf("a"), idOf("b"), idOf("c"), idOf("d"), idOf("e")];
const options = {
  renames: true,
  baseGiven: false,
  follows: { ours: true, theirs: false },
  moves: "ours",
  folders: ["empty"],
} as const;

const version = (path: string, text: string) => ({ path, entry: inlineFile(text) });
const file = (path: string, more: Partial<NewFile> = {}): NewFile => ({
  path,
  kind: "text",
  conflict: { reason: "Both.", permissions: true },
  decision: null,
  counts: { auto: 1, conflicts: 2, resolved: 0, suggestions: 1 },
  versions: { base: null, ours: version(path, "ours"), theirs: version("elsewhere", "theirs") },
  text: null,
  ...more,
});

describe("the catalog of merge sessions", () => {
  let db: Database;
  let labels: SqliteLabelStore;
  let sessions: SessionCatalog;
  let now = 0;
  const started: NewSession = {
    label: "main",
    mount: null,
    ours: { id: A, entry: 1, name: "main" },
    theirs: { id: B, entry: null, name: "bbbbbbbbbb" },
    base: { id: C, name: "base" },
    merged: D,
    options,
    expected: A,
  };
  beforeEach(() => {
    now = 1000;
    const clock = () => now++;
    db = openDatabase(":memory:");
    for (const schema of [LABEL_SCHEMA, MOUNT_SCHEMA, MERGE_SCHEMA]) db.exec(schema);
    labels = new SqliteLabelStore(db, { clock, actor: "ann@desk (cli)" });
    labels.forceSync({ label: "main", op: "create", to: A });
    sessions = new SessionCatalog(db, clock);
  });

  it("starts sessions, lists them oldest first, and gives their files in byte order", () => {
    const files = [file("b"), file("a-b"), file("a", { conflict: null, kind: "sqlite" })];
    const { id, ...session } = sessions.create(started, files);
    expect(session).toMatchObject({ ...started, head: A, revision: 0, outcome: null });
    expect(session.files).toEqual({ auto: 1, open: 2, resolved: 0 });
    const second = sessions.create({ ...started, base: null, label: null, expected: null }, []);
    expect(second).toMatchObject({ label: null, head: null, base: null });
    expect(sessions.list().map((each) => each.id)).toEqual([id, second.id]);
    expect(sessions.files(id).map(({ path, versions }) => [path, versions.theirs?.path])).toEqual([
      ["a", "elsewhere"],
      ["a-b", "elsewhere"],
      ["b", "elsewhere"],
    ]);
    expect(sessions.file(id, "b")).toEqual({ ...file("b"), isResolved: false, revision: 0 });
    expect(sessions.items(second.id)).toEqual([]);
  });

  it("counts every change of a session and of its files", () => {
    const { id } = sessions.create(started, [file("a"), file("b")]);
    const digests = new Set([sessionsDigest(db)]);
    sessions.decide(id, "a", { decision: { take: "ours" } });
    digests.add(sessionsDigest(db));
    expect(sessions.get(id)).toMatchObject({ revision: 1, files: { open: 1, resolved: 1 } });
    expect(sessions.file(id, "a")).toMatchObject({ revision: 1, isResolved: true });
    expect(sessions.file(id, "b")).toMatchObject({ revision: 0, isResolved: false });
    sessions.abandon(id);
    digests.add(sessionsDigest(db));
    sessions.restore(id);
    digests.add(sessionsDigest(db));
    expect(digests.size).toBe(4);
  });

  it("needs the permissions of a text or another content where they are in conflict too", () => {
    const { id } = sessions.create(started, [file("a")]);
    const resolved = { auto: 1, conflicts: 2, resolved: 2, suggestions: 0 };
    const decide = (decision: NewFile["decision"]) =>
      sessions.decide(id, "a", { decision, counts: resolved }).isResolved;
    expect(decide({ take: "text" })).toBe(false);
    expect(decide({ take: "content", id: E })).toBe(false);
    expect(decide({ take: "text", permissions: "theirs" })).toBe(true);
    expect(decide({ take: "ours" })).toBe(true);
    expect(decide(null)).toBe(false);
  });

  it("names all that must not be collected", () => {
    const content = inlineFile("merged");
    const { id } = sessions.create(started, [
      file("a", { decision: { take: "content", id: E } }),
      file("b", { conflict: { content } }),
    ]);
    const roots = sessions.roots(id);
    expect(new Set(roots.snapshots)).toEqual(new Set([A, B, C, D, E]));
    expect(roots.entries).toEqual(
      expect.arrayContaining([content, inlineFile("ours"), inlineFile("theirs")]),
    );
    sessions.abandon(id);
    expect(sessions.roots(id)).toEqual(roots);
  });

  it("stays with its label and mount by key, also when they are renamed or gone", () => {
    const mounts = new MountCatalog(db, () => now++);
    const mount = mounts.create({ name: "copy", label: "main", base: A });
    const { id } = sessions.create({ ...started, mount: mount.id }, []);
    labels.forceSync({ label: "main", op: "rename", to: A, rename: "other" });
    mounts.amend(mount.id, { name: "mine" });
    expect(sessions.get(id)).toMatchObject({ label: "other", mount: { name: "mine" } });
    mounts.discard(mount.id);
    mounts.drop(mount.id);
    expect(sessions.get(id)).toMatchObject({ mount: null });
    labels.forceSync({ label: "other", op: "delete", to: null });
    expect(sessions.get(id)).toMatchObject({ label: "other", head: null });
    db.exec("DELETE FROM reflog");
    expect(sessions.get(id)).toMatchObject({ label: null, head: null });
  });

  it("keeps ended sessions for 30 days, then knows nothing of them", () => {
    const { id } = sessions.create(started, [file("a")]);
    const done = sessions.create(started, []);
    sessions.abandon(id);
    sessions.complete(done.id, { result: E, label: "main" });
    expect(sessions.get(done.id)).toMatchObject({
      outcome: "completed",
      result: E,
    });
    expect(sessions.list()).toEqual([]);
    expect(sessions.list({ ended: true })).toHaveLength(2);
    now += KEPT - 100;
    sessions.prune();
    expect(sessions.get(id).outcome).toBe("abandoned");
    now += 200;
    for (const call of [() => sessions.get(id), () => sessions.restore(id), () => sessions.open(done.id)]) {
      expect(call).toThrow(expect.objectContaining({ code: "UnknownMerge" }));
    }
    sessions.prune();
    expect(db.prepare("SELECT count(*) FROM merge_files").pluck().get()).toBe(0);
    expect(sessions.create(started, []).id).toBe(3);
  });

  it("finds none in a database that predates merges, until its tables are created", () => {
    const old = openDatabase(":memory:");
    old.exec(LABEL_SCHEMA);
    old.exec(MOUNT_SCHEMA);
    const catalog = new SessionCatalog(old, () => 1);
    expect(catalog.list({ ended: true })).toEqual([]);
    expect(catalog.items(1)).toEqual([]);
    expect(sessionsDigest(old)).toBe("");
    expect(() => catalog.get(1)).toThrow(expect.objectContaining({ code: "UnknownMerge" }));
    old.exec(MERGE_SCHEMA);
    catalog.create({ ...started, label: null }, []);
    expect(catalog.list()).toHaveLength(1);
  });

  it.each([
    ["a side that is no id", "UPDATE merges SET ours = x'00'"],
    ["options that are no JSON", "UPDATE merges SET options = 'x'"],
    ["an end without an outcome", "UPDATE merges SET ended_at = 1"],
    ["a completion without a result", "UPDATE merges SET ended_at = 1, outcome = 'completed'"],
    ["an empty path", "UPDATE merge_files SET path = x''"],
    ["a decision that is no JSON", "UPDATE merge_files SET decision = 'ours'"],
  ])("has no row with %s", (_, sql) => {
    sessions.create(started, [file("a")]);
    expect(() => db.exec(sql)).toThrow(/CHECK/);
  });

  it.each([
    ["a kind", "kind = 'odd'"],
    ["an entry", `sides = '{"base":null,"ours":{"path":"a","entry":"AAAA"},"theirs":null}'`],
    ["a text", `text = '{"version":2,"lines":[1,1,1],"regions":[{}]}'`],
  ])("reports a row with %s that is none as damage", (_, change) => {
    const { id } = sessions.create(started, [file("a")]);
    db.exec(`UPDATE merge_files SET ${change}`);
    expect(() => sessions.file(id, "a")).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
    sessions.abandon(id);
    expect(sessions.get(id).outcome).toBe("abandoned");
  });
});
