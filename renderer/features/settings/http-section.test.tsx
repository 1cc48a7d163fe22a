// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { HttpState } from "../../../electron/bridge.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { HttpSection } from "./http-section.tsx";

afterEach(cleanup);

const running: HttpState = {
  url: "http://127.0.0.1:7717",
  error: null,
  token: "the-token-of-this-test",
  tokenFile: "/data/http-token",
  calls: [],
};

function open(state: HttpState, http = { on: true, port: 7717 }) {
  const bridge = connectFake(
    {},
    {
      http: () => state,
      settings: ({ change }) => ({ theme: "system", store: null, http: change.http ?? http }),
      "new-http-token": () => state,
      copy: () => null,
    },
  );
  return { bridge, user: renderWindow(<HttpSection settings={{ theme: "system", store: null, http }} />) };
}

test("it is turned on by a click, and shows nothing of it before", async () => {
  const { bridge, user } = open(running, { on: false, port: 7717 });
  const box = screen.getByRole("checkbox", { name: "Answer other programs" });
  expect(screen.queryByText("Token")).toBeNull();
  await user.click(box);
  expect(bridge.desktop).toContainEqual({ do: "settings", change: { http: { on: true, port: 7717 } } });
});

test("the token is hidden until it is asked for, and copied without being shown", async () => {
  const { bridge, user } = open(running);
  expect(await screen.findByText(running.url ?? "")).toBeTruthy();
  expect(document.body.textContent).not.toContain(running.token);
  await user.click(screen.getByRole("button", { name: "Copy token" }));
  expect(bridge.desktop).toContainEqual({ do: "copy", text: running.token });
  await user.click(screen.getByRole("button", { name: "Show" }));
  expect(document.body.textContent).toContain(running.token);
  await user.click(screen.getByRole("button", { name: "New token" }));
  expect(bridge.desktop).toContainEqual({ do: "new-http-token" });
});

test("a port is taken when it is one", async () => {
  const { bridge, user } = open(running);
  const port = screen.getByRole("textbox", { name: "Port" });
  await user.clear(port);
  await user.type(port, "70000");
  expect(screen.getByText("A number from 0 to 65,535; 0 for any that is free")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Use this port" }).hasAttribute("disabled")).toBe(true);
  await user.clear(port);
  await user.type(port, "8080{Enter}");
  expect(bridge.desktop).toContainEqual({ do: "settings", change: { http: { on: true, port: 8080 } } });
});

test("why it does not run is said", async () => {
  open({
    ...running,
    url: null,
    error: failure("PortInUse", "Another program listens on port 7717 of 127.0.0.1."),
  });
  expect((await screen.findByRole("alert")).textContent).toContain("Another program listens on port 7717");
});
