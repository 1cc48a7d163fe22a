import { describe, expect, it, vi } from "vitest";
import { Quitting } from "./quitting.ts";

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

/** An app about to end, with a log of its steps. */
function ending({ busy, answer }: { busy: boolean; answer: boolean }) {
  const happened: string[] = [];
  const exited = signal();
  const asked = signal();
  const quitting = new Quitting({
    busy: () => busy,
    async ask() {
      happened.push("asked");
      asked.give();
      return answer;
    },
    async shutDown() {
      happened.push("shut down");
    },
    exit() {
      happened.push("exit");
      exited.give();
    },
  });
  const close = () => {
    let prevented = false;
    quitting.hold({
      preventDefault() {
        prevented = true;
      },
    });
    return prevented;
  };
  return { happened, exited: exited.given, asked: asked.given, quitting, close };
}

describe("Quitting", () => {
  it("holds back until everything is in order, then ends", async () => {
    const app = ending({ busy: false, answer: false });
    expect(app.close()).toBe(true);
    await app.exited;
    expect(app.happened).toEqual(["shut down", "exit"]);
    expect(app.close()).toBe(false);
  });

  it("asks where work is under way, and stops it when told to", async () => {
    const app = ending({ busy: true, answer: true });
    app.close();
    // Closing again while the question is on the screen asks no second one.
    app.close();
    await app.exited;
    expect(app.happened).toEqual(["asked", "shut down", "exit"]);
  });

  it("goes on when told to keep going, and asks again the next time", async () => {
    const app = ending({ busy: true, answer: false });
    app.close();
    await app.asked;
    await new Promise(setImmediate);
    expect(app.happened).toEqual(["asked"]);
    app.close();
    await new Promise(setImmediate);
    expect(app.happened).toEqual(["asked", "asked"]);
  });

  it("asks again after a question that could not be put", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const happened: string[] = [];
    const quitting = new Quitting({
      busy: () => true,
      async ask() {
        happened.push("asked");
        throw new Error("no window");
      },
      shutDown: async () => {},
      exit: () => {},
    });
    for (const _ of [1, 2]) {
      quitting.hold({ preventDefault: () => {} });
      await new Promise(setImmediate);
    }
    expect(happened).toEqual(["asked", "asked"]);
    logged.mockRestore();
  });

  it("asks nothing when the system wants it", async () => {
    const app = ending({ busy: true, answer: false });
    await Promise.all([app.quitting.now(), app.quitting.now()]);
    expect(app.happened).toEqual(["shut down", "exit"]);
  });
});
