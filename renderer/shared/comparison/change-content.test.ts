import { expect, test } from "vitest";
import type { ChangeItem, Preview } from "../../api/queries.ts";
import { AT_MOST, AT_ONCE, bytesToRead, contentOf } from "./change-content.ts";

type Side = NonNullable<ChangeItem["before"]>;

const file = (size = 10): Side => ({ type: "file", mode: 0o100644, size });
const link: Side = { type: "symlink", mode: 0o120777, size: 0, target: "x" };
const preview = (kind: Preview["kind"]): Preview => ({
  ca_id: "",
  path: "x",
  type: "file",
  mode: 0,
  size: 10,
  kind,
});
const change = (before?: Side, after?: Side): ChangeItem => ({
  path: "x",
  type: "file",
  ...(before && { before }),
  ...(after && { after }),
});
const shown = (item: ChangeItem, before?: Preview, after?: Preview, anyway = false) =>
  contentOf(item, { before, after }, anyway).as;

test("two texts are compared, and one is shown by itself", () => {
  expect(shown(change(file(), file()), preview("text"), preview("text"))).toBe("texts");
  expect(
    contentOf(change(undefined, file()), { before: undefined, after: preview("text") }, false),
  ).toMatchObject({ as: "text", side: "after" });
  expect(contentOf(change(file()), { before: preview("text"), after: undefined }, false)).toMatchObject({
    as: "text",
    side: "before",
  });
});

test("images are shown beside each other", () => {
  expect(shown(change(file(), file()), preview("image"), preview("image"))).toBe("images");
  expect(shown(change(undefined, file()), undefined, preview("image"))).toBe("images");
});

test("two databases are compared by their rows, unless they are too large", () => {
  const both = (size?: number) => shown(change(file(), file(size)), preview("sqlite"), preview("sqlite"));
  expect(both()).toBe("rows");
  expect(both(64 * 1024 * 1024 + 1)).toBe("facts");
});

test("what cannot be compared is told", () => {
  expect(shown(change(file(), file()), preview("text"), preview("binary"))).toBe("facts");
  expect(shown(change(undefined, file()), undefined, preview("sqlite"))).toBe("facts");
  expect(shown(change(link, file()), undefined, preview("text"))).toBe("facts");
  expect(shown(change(link, link))).toBe("facts");
  expect(shown({ path: "x", type: "directory" })).toBe("folder");
});

test("nothing is decided before both sides are known", () => {
  expect(shown(change(file(), file()), preview("text"))).toBe("loading");
});

test("large texts are shown to who asks for them", () => {
  const item = change(file(), file(AT_ONCE + 1));
  expect(bytesToRead(item, false)).toBe(0);
  expect(contentOf(item, { before: preview("text"), after: preview("text") }, false)).toEqual({
    as: "large",
    size: AT_ONCE + 1,
  });
  expect(bytesToRead(item, true)).toBe(AT_MOST);
  expect(shown(item, preview("text"), preview("text"), true)).toBe("texts");
  expect(bytesToRead(change(file(), file(AT_ONCE)), false)).toBe(AT_ONCE);
});
