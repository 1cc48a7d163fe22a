// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { type Answers, connectFake } from "../testing/fake-bridge.ts";
import { renderWindow } from "../testing/render.tsx";
import { Banners } from "./banners.tsx";

afterEach(cleanup);

function open(more: Answers) {
  const bridge = connectFake({
    status: () => ({ writable: true, problems: [] }),
    "merge.list": () => ({ merges: [], damaged: [] }),
    ...more,
  });
  return { bridge, user: renderWindow(<Banners />) };
}

test("a merge that cannot be read is named with why, and abandoned from there", async () => {
  let damaged = [{ id: 7, problem: "The merge 7 is damaged: its sides cannot be read." }];
  const { bridge, user } = open({
    "merge.list": () => ({ merges: [], damaged }),
    "merge.abandon": () => {
      damaged = [];
      return {};
    },
  });
  const banner = await screen.findByRole("alert");
  expect(banner.textContent).toContain("Merge 7 cannot be read.");
  expect(within(banner).getByTitle(/its sides cannot be read/)).toBeTruthy();
  await user.click(within(banner).getByRole("button", { name: "Abandon merge" }));
  expect(bridge.inputsOf("merge.abandon")).toEqual([{ merge: 7 }]);
  await expect.poll(() => screen.queryByRole("alert")).toBeNull();
});

test("a merge that cannot be read cannot be abandoned in a store that is read-only", async () => {
  open({
    status: () => ({ writable: false, problems: [] }),
    "merge.list": () => ({ merges: [], damaged: [{ id: 7, problem: "It is damaged." }] }),
  });
  expect((await screen.findByRole("button", { name: "Abandon merge" })).hasAttribute("disabled")).toBe(true);
});

test("nothing is said where nothing is unusual", async () => {
  const { bridge } = open({});
  await expect.poll(() => bridge.asked.map(({ name }) => name)).toContain("merge.list");
  expect(document.querySelector("[role]")).toBeNull();
});
