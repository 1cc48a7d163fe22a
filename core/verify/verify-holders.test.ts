import { expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import { layoutOf } from "../store/layout.ts";
import { MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** A text too large to lie in its entry. */
const long = (mark: string) => `${mark}\n`.repeat(3000);

function change(sql: string, ...values: unknown[]): void {
  const db = openDatabase(layoutOf(store.path).strataDb);
  try {
    expect(db.prepare(sql).run(...values).changes).toBe(1);
  } finally {
    db.close();
  }
}

it("what only a working copy's rows or a merge's rows name is missed when it is gone", async () => {
  const { id: merge } = await store.start(
    "kept",
    { large: long("base") },
    { large: long("ours") },
    { large: long("theirs") },
  );
  const mount = await call("mount.open", { ref: "kept", name: "draft" });
  await call("mount.write", { mount: mount.name, path: "new", text: long("typed") });
  expect(await call("verify", {})).toMatchObject({ ok: true, mounts: 1, merges: 1 });

  const written = hashId(Buffer.from(long("typed")));
  change("DELETE FROM loose_objects WHERE id = ?", idToBytes(written));
  for (const quick of [true, false]) {
    expect((await call("verify", { quick })).problems).toMatchObject([
      {
        code: "MissingObject",
        id: written,
        mounts: ["draft"],
        paths: ["new"],
        totals: { mounts: 1, paths: 1 },
      },
    ]);
  }

  const side = hashId(Buffer.from(long("theirs")));
  change("DELETE FROM loose_objects WHERE id = ?", idToBytes(side));
  const lost = (await call("verify", {})).problems.find(({ id }) => id === side);
  expect(lost).toMatchObject({ code: "MissingObject", merges: [merge], totals: { merges: 1 } });
});

it("rows of a working copy or a merge that cannot be read are told of it", async () => {
  const { id: merge } = await store.start("odd", { a: "base" }, { a: "ours" }, { a: "theirs" });
  const mount = await call("mount.open", { ref: "odd", name: "broken" });
  await call("mount.write", { mount: mount.name, path: "b", text: "x" });
  change("UPDATE upper SET entry = zeroblob(30) WHERE path = ?", Buffer.from("b"));
  change("UPDATE merge_files SET sides = '[]' WHERE merge = ?", merge);
  const { problems } = await call("verify", { quick: true });
  expect(problems).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ code: "DatabaseDamaged", merges: [merge] }),
      expect.objectContaining({ code: "DatabaseDamaged", mounts: ["broken"] }),
    ]),
  );
});
