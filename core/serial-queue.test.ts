import { expect, it } from "vitest";
import { SerialQueue } from "./serial-queue.ts";

it("starts a job only when the one before it has ended", async () => {
  const queue = new SerialQueue();
  const log: string[] = [];
  let endFirst = () => {};
  const first = queue.run(async () => {
    log.push("first begins");
    await new Promise<void>((resolve) => (endFirst = resolve));
    log.push("first ends");
    return 1;
  });
  const second = queue.run(() => {
    log.push("second");
    return 2;
  });
  await new Promise(setImmediate);
  expect(log).toEqual(["first begins"]);
  endFirst();
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(log).toEqual(["first begins", "first ends", "second"]);
});

it("goes on after a job that failed, and rejects only that job's promise", async () => {
  const queue = new SerialQueue();
  const failing = queue.run(() => Promise.reject(new Error("no")));
  const next = queue.run(() => "yes");
  await expect(failing).rejects.toThrowError("no");
  expect(await next).toBe("yes");
});

it("is idle once the jobs added so far have ended, failed ones included", async () => {
  const queue = new SerialQueue();
  let isDone = false;
  queue.run(() => Promise.reject(new Error("no"))).catch(() => undefined);
  void queue.run(async () => {
    await new Promise(setImmediate);
    isDone = true;
  });
  await queue.idle();
  expect(isDone).toBe(true);
});
