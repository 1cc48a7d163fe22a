// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { type Answers, connectFake, failure } from "../testing/fake-bridge.ts";
import { client } from "./client.ts";
import { lookQuery } from "./look.ts";
import type { Preview, TreeItem } from "./queries.ts";

const fails = (code: "ENOENT" | "ENOTDIR" | "EISDIR" | "DiskFull") => () => {
  throw failure(code);
};
const file = { kind: "text", text: "hello" } as Partial<Preview>;
const child: TreeItem = { path: "docs/a.txt", type: "file", mode: 0, size: 5 };

/** Looks at a path, first as the given kind. */
function look(path: string, isFolder: boolean, answers: Answers) {
  const bridge = connectFake(answers);
  const found = client.fetchQuery(lookQuery("b0", { path, isFolder }, 100));
  return {
    found,
    asked: () => bridge.asked.map(({ name, input }) => [name, (input as { ref: string }).ref]),
  };
}

test("a file is previewed, up to what is asked for", async () => {
  const bridge = connectFake({ preview: () => file });
  const found = await client.fetchQuery(lookQuery("b0", { path: "a.txt", isFolder: false }, 100));
  expect(found).toEqual({ is: "file", place: { path: "a.txt", isFolder: false }, snapshot: "b0", file });
  expect(bridge.inputsOf("preview")).toEqual([{ ref: "b0:a.txt", most: 100 }]);
  expect(bridge.asked).toHaveLength(1);
});

test("a folder is listed by its largest children; the root too, which is never a file", async () => {
  const docs = look("docs", true, { tree: () => ({ total: 1, entries: [child] }) });
  expect(await docs.found).toEqual({
    is: "folder",
    place: { path: "docs", isFolder: true },
    snapshot: "b0",
    total: 1,
    entries: [child],
  });
  const root = look("", false, { tree: () => ({ total: 0, entries: [] }) });
  expect(await root.found).toMatchObject({ is: "folder", place: { path: "", isFolder: true } });
  expect(root.asked()).toEqual([["tree", "b0"]]);
});

test("what is of the other kind in this snapshot is found as that", async () => {
  const folder = look("docs", false, {
    preview: fails("EISDIR"),
    tree: () => ({ total: 1, entries: [child] }),
  });
  expect(await folder.found).toMatchObject({ is: "folder", place: { isFolder: true } });
  expect(folder.asked()).toEqual([
    ["preview", "b0:docs"],
    ["tree", "b0:docs"],
  ]);
  const itself = { ...child, path: "docs" };
  const nowFile = look("docs", true, { preview: () => file, tree: () => ({ total: 1, entries: [itself] }) });
  expect(await nowFile.found).toMatchObject({ is: "file", place: { path: "docs", isFolder: false } });
});

test("what is not there is missing, whatever its parents are", async () => {
  for (const code of ["ENOENT", "ENOTDIR"] as const) {
    const gone = look("docs/a.txt", false, { preview: fails(code), tree: fails(code) });
    const place = { path: "docs/a.txt", isFolder: false };
    expect(await gone.found).toEqual({ is: "missing", place, snapshot: "b0" });
  }
});

test("what cannot be read is no missing file", async () => {
  const broken = look("a.txt", false, {
    preview: fails("DiskFull"),
    tree: () => ({ total: 0, entries: [] }),
  });
  await expect(broken.found).rejects.toMatchObject({ code: "DiskFull" });
  expect(broken.asked()).toHaveLength(1);
});
