import { expect, it, vi } from "vitest";
import { Answers } from "./answers.ts";

/** Returns a promise and what settles it. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  return { promise, resolve, reject };
}

it("works an answer out once for all who ask, and remembers it", async () => {
  const answers = new Answers<string>(100, ({ length }) => length);
  const { promise, resolve } = later<string>();
  const make = vi.fn(() => promise);
  const asked = [answers.get("a", undefined, make), answers.get("a", undefined, make)];
  resolve("answer");
  expect(await Promise.all(asked)).toEqual(["answer", "answer"]);
  expect(await answers.get("a", undefined, make)).toBe("answer");
  expect(make).toHaveBeenCalledTimes(1);
});

it("goes on while somebody waits, and is given up when nobody does", async () => {
  const answers = new Answers<string>(100, ({ length }) => length);
  const { promise, resolve } = later<string>();
  const signals: AbortSignal[] = [];
  const make = (signal: AbortSignal) => {
    signals.push(signal);
    return promise;
  };
  const [one, two] = [new AbortController(), new AbortController()];
  const first = answers.get("a", one.signal, make);
  const second = answers.get("a", two.signal, make);
  one.abort();
  await expect(first).rejects.toMatchObject({ code: "Cancelled" });
  expect(signals[0]?.aborted).toBe(false);
  two.abort();
  await expect(second).rejects.toMatchObject({ code: "Cancelled" });
  expect(signals[0]?.aborted).toBe(true);
  const third = answers.get("a", undefined, make);
  expect(signals).toHaveLength(2);
  resolve("answer");
  expect(await third).toBe("answer");
});

it("tells everybody that it failed, and tries again when it is asked again", async () => {
  const answers = new Answers<string>(100, ({ length }) => length);
  const { promise, reject } = later<string>();
  const asked = [1, 2].map(() => answers.get("a", new AbortController().signal, () => promise));
  reject(new Error("no"));
  expect(await Promise.allSettled(asked)).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  expect(await answers.get("a", undefined, async () => "yes")).toBe("yes");
});

it("does not remember any number of answers, though there be nothing in them", async () => {
  const answers = new Answers<string>(100, ({ length }) => length);
  const make = vi.fn(async () => "");
  for (let number = 0; number < 50; number++) await answers.get(String(number), undefined, make);
  await answers.get("49", undefined, make);
  expect(make).toHaveBeenCalledTimes(50);
  await answers.get("0", undefined, make);
  expect(make).toHaveBeenCalledTimes(51);
});
