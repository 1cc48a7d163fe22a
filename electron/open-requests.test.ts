import { expect, it } from "vitest";
import { OpenRequests } from "./open-requests.ts";

it("keeps what is to be opened until it is asked for, and then tells at once", () => {
  const told: string[][] = [];
  const open = new OpenRequests(["/a"], (paths) => told.push(paths));
  open.add(["/b"]);
  expect(open.take()).toEqual(["/a", "/b"]);
  open.add([]);
  open.add(["/c"]);
  expect(open.take()).toEqual([]);
  expect(told).toEqual([["/c"]]);
});
