// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Chosen } from "../../../api/chosen.ts";
import type { HistoryItem } from "../../../api/queries.ts";
import { type Answers, connectFake, failure, held } from "../../../testing/fake-bridge.ts";
import { renderState } from "../../../testing/render.tsx";
import { useVersions } from "./versions.ts";

const TOTAL = 250;
const chosen: Chosen = { label: "work", seq: 1, to: "a0", from: null, at: 5, index: 400, isHead: false };

/** A path with 250 versions, of which some were made up to the chosen move. */
function connect(upTo: number, more: Answers = {}) {
  return connectFake({
    history: ({ offset = 0, limit = 0, up_to }) =>
      up_to === undefined
        ? {
            total: TOTAL,
            entries: Array.from(
              { length: Math.min(limit, TOTAL - offset) },
              (_, no) => ({ seq: TOTAL - 1 - offset - no }) as HistoryItem,
            ),
          }
        : { total: upTo, entries: [] },
    ...more,
  });
}

const render = (at: number | undefined) =>
  renderState(() => useVersions(chosen, "a.txt", at), undefined).result;

test("begins at the version of the chosen snapshot, and reads the pages beside it", async () => {
  const bridge = connect(130);
  const result = render(undefined);
  await expect.poll(() => result.current.entry?.seq).toBe(129);
  expect(result.current).toMatchObject({ total: TOTAL, chosen: 129, error: null });
  await expect
    .poll(() =>
      bridge
        .inputsOf("history")
        .flatMap(({ up_to, offset }) => (up_to === undefined ? [offset] : []))
        .sort(),
    )
    .toEqual([0, 100, 200]);
  expect(bridge.inputsOf("history").find(({ up_to }) => up_to !== undefined)).toMatchObject({
    path: "a.txt",
    up_to: 400,
  });
});

test("goes to the version that is asked for: the oldest is 0, the newest on the first page", async () => {
  connect(130);
  const oldest = render(0);
  await expect.poll(() => oldest.current.entry?.seq).toBe(0);
  const newest = render(TOTAL - 1);
  await expect.poll(() => newest.current.entry?.seq).toBe(TOTAL - 1);
});

test("a snapshot that is older than every version has none", async () => {
  connect(0);
  const result = render(undefined);
  await expect.poll(() => result.current.chosen).toBe(-1);
  expect(result.current.entry).toBeUndefined();
});

test("nothing is known at first, and a history that cannot be read says so and is read again", async () => {
  const first = held<object>();
  let reads = 0;
  connect(1, {
    history: () => (reads++ < 2 ? first.promise : { total: 1, entries: [{ seq: 0 } as HistoryItem] }),
  });
  const result = render(undefined);
  expect(result.current).toMatchObject({ total: undefined, chosen: undefined, entry: undefined });
  first.fail(failure("CorruptPack"));
  await expect.poll(() => result.current.error?.code).toBe("CorruptPack");
  result.current.retry();
  await expect.poll(() => result.current.total).toBe(1);
});
