// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { lookQuery, TEXT_SHOWN } from "../../api/look.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { draftKey, flushDrafts, onUnsaved, requireSaved, save, type, useDrafts } from "./drafts.ts";

const mount = 1;
const path = "a.txt";
const key = draftKey(mount, path);

/** The store of a working copy that is called `copy`. */
function connect(write: NonNullable<Answers["mount.write"]>) {
  return connectFake({
    "mount.list": () => ({ mounts: [mountOf({ id: mount, name: "copy" })] }),
    "mount.write": write,
    // The mount's snapshot never arrives, so that the kept state stays to be looked at.
    "mount.snapshot": () => held<never>().promise,
  });
}

const typed = (text: string, mark = "") => type({ mount, path, text, mark });
const draft = () => useDrafts.getState().drafts[key];

beforeEach(() => useDrafts.setState({ drafts: {} }));

test("what is typed while a text is saved is not lost, and is saved after it", async () => {
  const first = held<object>();
  const texts: string[] = [];
  const bridge = connect(({ text = "" }) => {
    texts.push(text);
    return texts.length === 1 ? first.promise : {};
  });
  typed("one");
  const saving = save(key);
  await expect.poll(() => bridge.inputsOf("mount.write").length).toBe(1);
  typed("one and two");
  const savingMore = save(key);
  first.end({});
  await saving;
  expect(draft()?.text).toBe("one and two");
  await savingMore;
  expect(texts).toEqual(["one", "one and two"]);
  expect(draft()).toMatchObject({ text: "one and two", state: "kept" });
});

test("the second text waits until the first is written, whatever is saved beside it", async () => {
  const first = held<object>();
  const bridge = connect(({ text }) => (text === "one" ? first.promise : {}));
  const texts = () => bridge.inputsOf("mount.write").map(({ text }) => text);
  typed("one");
  const saving = save(key);
  await expect.poll(texts).toEqual(["one"]);
  typed("two");
  const savingMore = save(key);
  type({ mount, path: "b.txt", text: "beside", mark: "" });
  await save(draftKey(mount, "b.txt"));
  expect(texts()).toEqual(["one", "beside"]);
  first.end({});
  await Promise.all([saving, savingMore]);
  expect(texts()).toEqual(["one", "beside", "two"]);
});

test("a text that cannot be saved is kept, keeps a push from going ahead, and is tried again", async () => {
  let isFull = true;
  const bridge = connect(() => {
    if (isFull) throw failure("DiskFull");
    return {};
  });
  typed("all of it");
  await expect(requireSaved(mount)).rejects.toMatchObject({ code: "DiskFull" });
  expect(draft()).toMatchObject({ text: "all of it", state: "failed", error: { code: "DiskFull" } });
  isFull = false;
  await requireSaved(mount);
  expect(draft()).toMatchObject({ text: "all of it", state: "kept" });
  expect(bridge.inputsOf("mount.write")).toHaveLength(2);
});

test("a byte order mark goes back in front of the text", async () => {
  const bridge = connect(() => ({}));
  typed("text", "\ufeff");
  await flushDrafts();
  expect(bridge.inputsOf("mount.write")).toEqual([{ mount: "copy", path, text: "\ufefftext" }]);
});

test("only what is typed in the named working copy is saved with it", async () => {
  const bridge = connect(() => ({}));
  typed("here");
  await flushDrafts(2);
  expect(bridge.inputsOf("mount.write")).toEqual([]);
  await flushDrafts(mount);
  expect(bridge.inputsOf("mount.write")).toHaveLength(1);
});

test("the app is told once that something is unsaved, and once that nothing is", async () => {
  connect(() => ({}));
  const told: boolean[] = [];
  const end = onUnsaved((unsaved) => told.push(unsaved));
  typed("a");
  typed("ab");
  await flushDrafts();
  end();
  expect(told).toEqual([true, false]);
});

test("a text that is typed once more is kept until its latest save is seen, not an earlier one of the same", async () => {
  const previews = { c1: held<object>(), c3: held<object>() };
  let revision = 0;
  const bridge = connectFake({
    "mount.list": () => ({ mounts: [mountOf({ id: mount, name: "copy" })] }),
    "mount.write": () => {
      revision++;
      return {};
    },
    "mount.snapshot": () => mountStateOf({ revision, ca_id: `c${revision}` }),
    preview: ({ ref }) => (ref.startsWith("c1") ? previews.c1 : previews.c3).promise,
  });
  const seen = () => bridge.inputsOf("preview").length;
  for (const [no, text] of ["one", "two", "one"].entries()) {
    typed(text);
    await save(key);
    await expect.poll(seen).toBe(no + 1);
  }
  previews.c1.end({});
  await client.fetchQuery(lookQuery("c1", { path, isFolder: false }, TEXT_SHOWN));
  expect(draft()).toMatchObject({ text: "one", state: "kept" });
  previews.c3.end({});
  await expect.poll(draft).toBeUndefined();
});
