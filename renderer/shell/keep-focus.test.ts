// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { useDialogs } from "../state/dialogs.ts";
import { awaitNoPane, focusPane, registerPane } from "../state/focus.ts";
import { useSelection } from "../state/selection.ts";
import { keepFocus, paneOf } from "./keep-focus.ts";

const ends: (() => void)[] = [];
const byId = (id: string) => document.getElementById(id) as HTMLElement;
const focused = () => document.activeElement?.id;

beforeEach(() => {
  useDialogs.setState({ open: null });
  document.body.innerHTML = `
    <section data-pane="labels" tabindex="-1" id="labels-frame"><button id="label">l</button><div id="labels" tabindex="-1"></div></section>
    <section data-pane="history" tabindex="-1" id="history-frame"><button id="move">m</button></section>
    <section data-pane="snapshot" tabindex="-1" id="snapshot-frame"><button id="file">f</button></section>
    <button id="outside">o</button>`;
  ends.push(
    registerPane("labels", () => byId("labels").focus()),
    keepFocus(),
  );
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  awaitNoPane();
});

test("an element belongs to its pane; one of a snapshot to the shown tab's", () => {
  useSelection.getState().showTab("changes");
  expect(["label", "move", "file", "outside"].map((id) => paneOf(byId(id)))).toEqual([
    "labels",
    "history",
    "changes",
    null,
  ]);
  expect(paneOf(null)).toBeNull();
});

test("when the focused element goes, its pane's list has the focus, or the place of the list", async () => {
  byId("label").focus();
  byId("label").remove();
  await expect.poll(focused).toBe("labels");
  byId("move").focus();
  byId("move").remove();
  await expect.poll(focused).toBe("history-frame");
});

test("outside of the panes it goes back to where it was before", async () => {
  byId("move").focus();
  byId("outside").focus();
  byId("outside").remove();
  await expect.poll(focused).toBe("move");
});

test("after a dialog it goes back to what opened it, and while one is open it is left to that", async () => {
  byId("move").focus();
  useDialogs.getState().show({ name: "keys" });
  const layer = document.body.appendChild(document.createElement("div"));
  layer.setAttribute("role", "dialog");
  layer.innerHTML = '<button id="inside">i</button>';
  byId("inside").focus();
  useDialogs.getState().close();
  layer.remove();
  await expect.poll(focused).toBe("move");
});

test("a pane that is awaited goes before all others", async () => {
  byId("label").focus();
  focusPane("history");
  byId("label").remove();
  await expect.poll(focused).toBe("history-frame");
});
