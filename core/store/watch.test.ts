import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { Repository } from "../repository/repository.ts";
import { startStrata } from "../testing/command.ts";
import { imported, open } from "../testing/repositories.ts";
import type { StoreEvent } from "./watch.ts";

/** Watches, and gives the events one after the other; `events` are those that nobody asked for yet. */
function watching(repository: Repository) {
  const events: StoreEvent[] = [];
  const asking: ((event: StoreEvent) => void)[] = [];
  const stop = repository.watch(
    (event) => {
      const ask = asking.shift();
      if (ask === undefined) events.push(event);
      else ask(event);
    },
    { interval: 5 },
  );
  // The timer of a watch keeps no process alive: something else has to meanwhile.
  const next = async (): Promise<StoreEvent> => {
    const known = events.shift();
    if (known !== undefined) return known;
    const awake = setInterval(() => undefined, 1000);
    return await new Promise<StoreEvent>((resolve) => asking.push(resolve)).finally(() =>
      clearInterval(awake),
    );
  };
  return { events, next, stop };
}

async function strata(store: string, ...args: string[]): Promise<void> {
  expect(await startStrata([...args, "--store", store]).result).toMatchObject({ code: 0 });
}

describe("watching a store", () => {
  it("tells of moves of this process and of others, in order and once", async () => {
    const { store } = await imported();
    const repository = await open(store);
    const { id } = repository.resolve("main");
    const { next, events } = watching(repository);
    await repository.run("moveLabel", { move: { label: "copy", op: "create", to: id }, expected: null });
    expect(await next()).toEqual({ type: "moved", label: "copy", op: "create", seq: 2 });
    await strata(store, "label", "rename", "copy", "other");
    expect(await next()).toEqual({ type: "moved", label: "other", op: "rename", seq: 3 });
    await strata(store, "label", "delete", "other");
    expect(await next()).toEqual({ type: "moved", label: "other", op: "delete", seq: 4 });
    expect(events).toEqual([]);
  });

  it("tells of merges that are started, decided and abandoned, by this process and by others", async () => {
    const { store } = await imported();
    const repository = await open(store);
    await strata(store, "label", "create", "side", "main");
    const { next, events } = watching(repository);
    await strata(store, "merge", "start", "main", "side");
    expect(await next()).toEqual({ type: "merges" });
    await repository.run("endMerge", 1);
    expect(await next()).toEqual({ type: "merges" });
    await strata(store, "merge", "restore", "1");
    expect(await next()).toEqual({ type: "merges" });
    expect(events).toEqual([]);
  });

  it("tells of moves that are kept and of retentions that are set, by this process and by others", async () => {
    const { store } = await imported();
    const repository = await open(store);
    const { next, events } = watching(repository);
    await strata(store, "keep", "main");
    expect(await next()).toEqual({ type: "labels" });
    await repository.run("keepMove", { label: "main", seq: 1, kept: false });
    expect(await next()).toEqual({ type: "labels" });
    await strata(store, "retention", "set", "--keep", "last=3");
    expect(await next()).toEqual({ type: "labels" });
    await repository.run("setRetention", { label: "main", retention: { keep: "days", days: 3 } });
    expect(await next()).toEqual({ type: "labels" });
    expect(events).toEqual([]);
  });

  it("tells when something about labels changed without a move", async () => {
    const { store } = await imported();
    const repository = await open(store);
    const { id } = repository.resolve("main");
    const { next, events } = watching(repository);
    await repository.run("amendLabel", { label: "main", change: { description: "The main one" } });
    expect(await next()).toEqual({ type: "labels" });
    await strata(store, "label", "pin", "main");
    expect(await next()).toEqual({ type: "labels" });
    await repository.run("moveLabel", { move: { label: "main", op: "push", to: id }, expected: id });
    expect(await next()).toMatchObject({ type: "moved", op: "push" });
    const db = openDatabase(join(store, "strata.db"));
    db.prepare("DELETE FROM reflog WHERE seq = 1").run();
    db.close();
    expect(await next()).toEqual({ type: "labels" });
    expect(events).toEqual([]);
  });

  it("says nothing of what else is written to the database", async () => {
    const { store } = await imported();
    const repository = await open(store);
    const { next, events } = watching(repository);
    const db = openDatabase(join(store, "strata.db"));
    db.prepare("INSERT INTO snapshots (id, at) VALUES (?, 1)").run(Buffer.alloc(32, 1));
    db.prepare(
      "INSERT INTO loose_frames (kind, codec, raw, stored) VALUES ('content', 'raw', 1, x'00')",
    ).run();
    db.close();
    // The next event is this one: the writes above raise none.
    await repository.run("amendLabel", { label: "main", change: { pinned: true } });
    expect(await next()).toEqual({ type: "labels" });
    expect(events).toEqual([]);
  });

  it("tells once that the store is gone, when it is back, and what happened meanwhile", async () => {
    const { store } = await imported();
    const repository = await open(store);
    const { id } = repository.resolve("main");
    const { next, events } = watching(repository);
    const away = `${store}-away`;
    renameSync(store, away);
    const lost = await next();
    expect(lost).toMatchObject({ type: "lost", error: { code: "NotAStore" } });
    const elsewhere = await open(away);
    await elsewhere.run("moveLabel", { move: { label: "copy", op: "create", to: id }, expected: null });
    await elsewhere.close();
    renameSync(away, store);
    expect(await next()).toEqual({ type: "back" });
    expect(await next()).toEqual({ type: "moved", label: "copy", op: "create", seq: 2 });
    expect(events).toEqual([]);
  });

  it("takes another database in its place for a loss, and watches that then", async () => {
    const { store } = await imported();
    const other = await imported();
    const repository = await open(store);
    const { next, events } = watching(repository);
    renameSync(store, `${store}-old`);
    mkdirSync(dirname(store), { recursive: true });
    renameSync(other.store, store);
    expect(await next()).toMatchObject({ type: "lost" });
    expect(await next()).toEqual({ type: "back" });
    await strata(store, "label", "pin", "main");
    expect(await next()).toEqual({ type: "labels" });
    expect(events).toEqual([]);
  });

  it("tells that it is lost where it was lost before", async () => {
    const { store } = await imported();
    const repository = await open(store);
    rmSync(join(store, "strata.db"));
    const { next } = watching(repository);
    expect(await next()).toMatchObject({ type: "lost" });
  });

  it("ends when it is stopped, and when the repository is closed", async () => {
    const { store } = await imported();
    const [watched, other] = [await open(store), await open(store)];
    const [first, second, third] = [watching(watched), watching(watched), watching(other)];
    first.stop();
    await other.run("amendLabel", { label: "main", change: { description: "one" } });
    expect(await second.next()).toEqual({ type: "labels" });
    await watched.close();
    // Not as it was at first: a look that comes only now would find nothing to tell.
    await other.run("amendLabel", { label: "main", change: { description: "two" } });
    expect(await third.next()).toEqual({ type: "labels" });
    expect(first.events).toEqual([]);
    expect(second.events).toEqual([]);
    expect(() => watched.watch(() => undefined)).toThrow("closed");
  });
});
