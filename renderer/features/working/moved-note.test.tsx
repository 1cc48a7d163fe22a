// @vitest-environment happy-dom
import { useQuery } from "@tanstack/react-query";
import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { mountStateQuery } from "../../api/mounts.ts";
import { followEvents } from "../../api/stale.ts";
import { connectFake, held } from "../../testing/fake-bridge.ts";
import { renderWindow } from "../../testing/render.tsx";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { MovedNote } from "./moved-note.tsx";

const mount = mountOf();

function Note() {
  const { data: state } = useQuery(mountStateQuery(mount.name));
  if (state === undefined) return null;
  const asks = { onBringIn: () => undefined, onMerge: () => undefined };
  return <MovedNote mount={mount} state={state} className="" {...asks} />;
}

test("tells what bringing in a label would come to, anew whenever it moves, and stops asking when that is not needed", async () => {
  let head: string | null = "b0";
  let conflicts: number | null = 3;
  const unanswered = held<never>();
  let answers = true;
  const bridge = connectFake({
    "mount.snapshot": () => mountStateOf({ head }),
    "mount.push_preview": () =>
      answers ? ({ status: "rejected", conflicts, current: head } as never) : unanswered.promise,
  });
  const stop = followEvents();
  renderWindow(<Note />);
  const move = (to: string | null) => {
    head = to;
    act(() => bridge.tell({ type: "moved", label: "work", op: "push" } as never));
  };
  const note = () => screen.queryByRole("status")?.textContent ?? null;
  await expect.poll(() => bridge.inputsOf("mount.snapshot")).toHaveLength(1);
  expect(note()).toBeNull();
  expect(bridge.inputsOf("mount.push_preview")).toEqual([]);
  move("d2");
  await expect.poll(note).toContain("work has new snapshots that are not in here. 3 files would conflict.");
  conflicts = 0;
  move("d3");
  await expect.poll(note).toContain("They would merge cleanly.");
  conflicts = null;
  move("d4");
  await expect.poll(note).toContain("not in here. Bring in");
  answers = false;
  move("d5");
  await expect.poll(() => bridge.inputsOf("mount.push_preview").length).toBe(4);
  const [last] = bridge.asked.filter(({ name }) => name === "mount.push_preview").slice(-1);
  move(null);
  await expect.poll(note).toContain("work was deleted meanwhile");
  expect(bridge.controlled).toContainEqual([last?.call, "cancel"]);
  expect(screen.queryByRole("button")).toBeNull();
  stop();
});
