// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { connectFake } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { labelOf, mountOf } from "../../testing/samples.ts";
import { isSameSource, type SourceRow, sourceOf, useSources } from "./sources.ts";

const ID = "0123456789";

/** A store with 150 labels, of which all match, and three working copies. */
function render(typed: string) {
  const bridge = connectFake({
    labels: ({ offset = 0, limit = 0 }) => ({
      total: 150,
      labels: Array.from({ length: Math.min(limit, 150 - offset) }, (_, no) =>
        labelOf({ name: `l${offset + no}` }),
      ),
    }),
    "mount.list": () => ({
      mounts: [
        mountOf({ id: 1, name: "Draft" }),
        mountOf({ id: 2, name: "draft-2", discarded: 5 }),
        mountOf({ id: 3, name: "other" }),
      ],
    }),
  });
  return { bridge, result: renderState(useSources, typed).result };
}

const nameOf = (row: SourceRow | undefined) =>
  row && (row.is === "label" ? row.item.name : row.is === "mount" ? row.mount.name : row.id);

test("working copies that are open stand above the labels, in whatever case their name was typed", async () => {
  const all = render("").result;
  await expect.poll(() => all.current.count).toBe(152);
  expect([0, 1, 2].map((row) => nameOf(all.current.at(row)))).toEqual(["Draft", "other", "l0"]);
  const { bridge, result } = render(" dRaf ");
  await expect.poll(() => result.current.count).toBe(151);
  expect([0, 1].map((row) => nameOf(result.current.at(row)))).toEqual(["Draft", "l0"]);
  expect(bridge.inputsOf("labels")[0]).toMatchObject({ filter: "dRaf", sort: "recent" });
});

test("what looks like an id stands first; fewer digits do not", async () => {
  const { result } = render(ID.toUpperCase().replace("9", "F"));
  await expect.poll(() => result.current.count).toBe(151);
  expect(result.current.at(0)).toEqual({ is: "id", id: "012345678f" });
  const short = render("0123456").result;
  await expect.poll(() => short.current.count).toBe(150);
});

test("the labels in view are read, counted from below what stands above them", async () => {
  const { bridge, result } = render("");
  await expect.poll(() => result.current.count).toBe(152);
  expect(nameOf(result.current.at(102))).toBeUndefined();
  result.current.follow(0, 101);
  result.current.follow(90, 102);
  await expect.poll(() => nameOf(result.current.at(102))).toBe("l100");
  expect(bridge.inputsOf("labels").map(({ offset }) => offset)).toEqual([0, 100]);
});

test("a source is known by what it names", () => {
  const label = sourceOf({ is: "label", item: labelOf() });
  const mount = sourceOf({ is: "mount", mount: mountOf() });
  const id = sourceOf({ is: "id", id: ID });
  expect([label, mount, id]).toEqual([
    { is: "label", label: "work" },
    { is: "mount", id: 1 },
    { is: "id", id: ID },
  ]);
  for (const one of [label, mount, id])
    for (const other of [label, mount, id]) expect(isSameSource(one, other)).toBe(one === other);
  expect(isSameSource(mount, { is: "mount", id: 2 })).toBe(false);
  expect(isSameSource(label, { is: "label", label: "other" })).toBe(false);
});
