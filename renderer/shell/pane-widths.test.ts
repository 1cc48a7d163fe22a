import { describe, expect, it } from "vitest";
import { parseWidths } from "./pane-widths.ts";

describe("parseWidths", () => {
  const first = { labels: 260, history: 380 };

  it("gives what was kept", () => {
    expect(parseWidths('{"labels":300,"history":420}')).toEqual({ labels: 300, history: 420 });
  });

  it.each([null, "", "null", "{}", "[", '{"labels":"wide","history":3}', '{"labels":0,"history":300}'])(
    "begins anew with %j",
    (kept) => {
      expect(parseWidths(kept)).toEqual(first);
    },
  );
});
