// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { useNotices } from "../../state/notices.ts";
import { connectFake, type DesktopAnswers, failure } from "../../testing/fake-bridge.ts";
import { chooseDefaultStore, chooseStore, reopenStore, reveal } from "./actions.ts";

function connect(picked: readonly string[] = ["/store"]) {
  return connectFake(
    {},
    {
      pick: () => ({ paths: [...picked] }),
      settings: () => ({ theme: "system", store: null, http: { on: false, port: 7717 } }),
      reopen: () => null,
      reveal: () => null,
    },
  );
}

test("the chosen folder's store is opened, and none when none is chosen", async () => {
  const bridge = connect();
  await chooseStore();
  expect(bridge.desktop).toEqual([
    { do: "pick", what: "store" },
    { do: "settings", change: { store: "/store" } },
  ]);
  const declined = connect([]);
  await chooseStore();
  expect(declined.desktop).toEqual([{ do: "pick", what: "store" }]);
});

test("the default store, the same store again, and a path are asked for as they are", async () => {
  const bridge = connect();
  await chooseDefaultStore();
  await reopenStore();
  await reveal("/home/a.txt");
  expect(bridge.desktop).toEqual([
    { do: "settings", change: { store: null } },
    { do: "reopen" },
    { do: "reveal", path: "/home/a.txt" },
  ]);
});

const refuse = () => {
  throw failure("ReadFailed", "The folder may not be read.");
};
test.each<[string, DesktopAnswers, () => Promise<void>]>([
  ["choosing", { pick: refuse }, chooseStore],
  ["opening", { pick: () => ({ paths: ["/store"] }), settings: refuse }, chooseStore],
  ["going back to the default", { settings: refuse }, chooseDefaultStore],
  ["opening again", { reopen: refuse }, reopenStore],
  ["showing", { reveal: refuse }, () => reveal("/a")],
])("a failure of %s is told with its reason", async (_name, desktop, act) => {
  connectFake({}, desktop);
  await act();
  expect(useNotices.getState().notices).toMatchObject([
    { kind: "failed", error: { code: "ReadFailed", message: "The folder may not be read." } },
  ]);
});
