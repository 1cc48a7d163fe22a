import { describe, expect, it } from "vitest";
import { addSample, byteRate, type Samples, secondsLeft } from "./rate.ts";

/** Samples of a steady work, one each 100 ms. */
function steady(seconds: number, bytesPerSecond: number, filesPerSecond = 0): Samples {
  let samples: Samples = [];
  for (let at = 0; at <= seconds * 1000; at += 100) {
    const sample = { at, bytes: (at * bytesPerSecond) / 1000, files: (at * filesPerSecond) / 1000 };
    samples = addSample(samples, sample);
  }
  return samples;
}

describe("byteRate", () => {
  it("is that of the last seconds", () => {
    expect(byteRate(steady(60, 1e6))).toBeCloseTo(1e6);
    expect(steady(60, 1e6).length).toBeLessThan(100);
  });

  it("is not known at once, nor of nothing", () => {
    expect(byteRate([])).toBeUndefined();
    expect(byteRate(steady(0.2, 1e6))).toBeUndefined();
  });

  it("follows a work that slows down within the window", () => {
    const samples = [...steady(20, 1e6)];
    let slow: Samples = samples;
    for (let at = 20_100; at <= 30_000; at += 100) {
      slow = addSample(slow, { at, bytes: 20e6 + (at - 20_000) * 100, files: 0 });
    }
    expect(byteRate(slow)).toBeCloseTo(1e5);
  });

  it("keeps one sample of a moment", () => {
    const twice = addSample(addSample([], { at: 5, bytes: 1, files: 0 }), { at: 5, bytes: 2, files: 0 });
    expect(twice).toEqual([{ at: 5, bytes: 2, files: 0 }]);
  });
});

describe("secondsLeft", () => {
  it("says nothing before it can be believed, nor when nothing moves", () => {
    expect(secondsLeft(steady(2, 1e6), { files: 0, bytes: 1e9 })).toBeUndefined();
    expect(secondsLeft(steady(10, 0), { files: 0, bytes: 1e9 })).toBeUndefined();
  });

  it("goes by bytes where there are bytes, and by files where there are files", () => {
    expect(secondsLeft(steady(10, 1e6), { files: 0, bytes: 110e6 })).toBeCloseTo(100);
    expect(secondsLeft(steady(10, 0, 100), { files: 2000, bytes: 0 })).toBeCloseTo(10);
  });

  it("is nothing when all is done", () => {
    expect(secondsLeft(steady(10, 1e6), { files: 0, bytes: 1e6 })).toBe(0);
  });
});
