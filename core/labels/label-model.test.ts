import fc from "fast-check";
import { expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { asStrataError } from "../errors.ts";
import { HistoryGraph, mergeBases } from "./history.ts";
import { type LabelChange, type Move, OPS } from "./label-store.ts";
import { idOf } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";
import { resolveReference } from "./references.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";
import { undoState } from "./undo.ts";

const IDS = ["a", "b", "c"].map(idOf);

const label = fc.constantFrom("one", "two", "three");
const id = fc.constantFrom(...IDS);
const optionally = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 5 });

/** Moves that are valid for their op, but not always for the label's state. */
const move: fc.Arbitrary<Move> = fc
  .record({
    label,
    op: fc.constantFrom(...OPS),
    to: id,
    message: fc.string({ unit: "grapheme", maxLength: 9 }),
    parents: fc.array(fc.record({ id, seq: fc.integer({ min: 1, max: 30 }) }, { requiredKeys: ["id"] }), {
      maxLength: 3,
    }),
    origin: fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer({ min: 1, max: 30 })),
    undoes: optionally(fc.integer({ min: 1, max: 30 })),
    rename: label,
    override: optionally(fc.constant(true)),
    after: optionally(fc.integer({ min: 1, max: 30 })),
  })
  .map(({ to, parents, undoes, rename, override, after, origin, ...rest }) => ({
    ...rest,
    ...(override && { override }),
    ...(after !== undefined && { after }),
    ...(origin !== undefined && { origin }),
    to: rest.op === "delete" ? null : to,
    ...(["create", "push", "force", "merge"].includes(rest.op)
      ? { parents }
      : undoes !== undefined && rest.op !== "rename" && { undoes }),
    ...(rest.op === "rename" && { rename }),
  }));

const change: fc.Arbitrary<LabelChange> = fc.record(
  {
    description: fc.string({ maxLength: 9 }),
    pinned: fc.boolean(),
    settings: fc.record({ gitignore: fc.boolean(), protected: fc.boolean() }),
  },
  { requiredKeys: [] },
);

type Command = (store: MemoryLabelStore | SqliteLabelStore) => unknown;
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ move }).map(
      ({ move }): Command =>
        (store) =>
          store.force(move),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record({ move }).map(
      ({ move }): Command =>
        async (store) => {
          const head = (await store.resolve(move.label))?.head ?? null;
          return store.cas(move, head);
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(move, fc.option(id)).map(
      ([move, head]): Command =>
        (store) =>
          store.cas(move, head),
    ),
  },
  fc.tuple(label, change).map(
    ([name, change]): Command =>
      (store) =>
        store.amend(name, change),
  ),
  fc.tuple(label, fc.record({ limit: fc.nat(9), before: fc.nat(30) }, { requiredKeys: [] })).map(
    ([name, range]): Command =>
      (store) =>
        store.log(name, range),
  ),
  fc.tuple(label, fc.nat(9)).map(
    ([name, back]): Command =>
      (store) =>
        resolveReference(store, `${name}@{${back}}`),
  ),
  label.map(
    (name): Command =>
      (store) =>
        resolveReference(store, name),
  ),
  label.map(
    (name): Command =>
      async (store) => {
        const label = await store.resolve(name);
        return label && (await undoState(store, label));
      },
  ),
  id.map(
    (id): Command =>
      (store) => [store.isSnapshot(id), store.lastMoveTo(id), store.snapshotsWithPrefix(id[0] ?? "", 2)],
  ),
  fc.tuple(fc.nat(30), fc.nat(30)).map(
    ([a, b]): Command =>
      (store) =>
        mergeBases(new HistoryGraph(store.history, [a, b]), [a], [b]),
  ),
);

/** Returns the result of a command, or its error. */
async function outcome(store: MemoryLabelStore | SqliteLabelStore, run: Command): Promise<unknown> {
  try {
    return await run(store);
  } catch (thrown) {
    return asStrataError(thrown).toJSON();
  }
}

it("gives the same results in memory and in SQLite for any sequence of calls", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { maxLength: 60 }),
      fc.array(fc.nat(5000)),
      async (commands, times) => {
        const db = openDatabase(":memory:");
        db.exec(LABEL_SCHEMA);
        const clock = () => {
          let reads = 0;
          return () => times[reads++ % times.length] ?? 0;
        };
        const memory = new MemoryLabelStore({ clock: clock(), actor: "ann@desk (cli)" });
        const sqlite = new SqliteLabelStore(db, { clock: clock(), actor: "ann@desk (cli)" });
        for (const run of commands) expect(await outcome(sqlite, run)).toEqual(await outcome(memory, run));
        const all = await memory.list({ deleted: true });
        expect(await sqlite.list({ deleted: true })).toEqual(all);
        for (const { name } of all) expect(await sqlite.log(name)).toEqual(await memory.log(name));
        db.close();
      },
    ),
  );
});
