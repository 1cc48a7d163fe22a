import { expect, it } from "vitest";
import { ProgressLine } from "./progress-line.ts";

const progress = (files: number) => ({ command: "export", files, bytes: 0 }) as const;

it("draws over itself, ten times a second at most, and leaves nothing", () => {
  let now = 0;
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 15, write: (text: string) => written.push(text) };
  const line = new ProgressLine(terminal, () => now);
  line.show(progress(1));
  now = 99;
  line.show(progress(2));
  now = 100;
  line.show(progress(3));
  line.clear();
  expect(written).toEqual(["\rWriting: 1 fil\u001b[K", "\rWriting: 3 fil\u001b[K", "\r\u001b[K"]);
});

it("draws nothing where there is no terminal", () => {
  const written: string[] = [];
  const line = new ProgressLine({ write: (text: string) => written.push(text) });
  line.show(progress(1));
  line.clear();
  expect(written).toEqual([]);
});
