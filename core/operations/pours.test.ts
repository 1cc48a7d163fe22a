import { expect, it } from "vitest";
import { Pours } from "./pours.ts";

/** Begins a stream into a list, which gets each piece as it is stored. */
function pouring(pours: Pours): { no: number; stored: string[] } {
  const stored: string[] = [];
  const no = pours.begin(async (pieces) => {
    for await (const piece of pieces) stored.push(Buffer.from(piece).toString());
    stored.push("end");
  });
  return { no, stored };
}

it("stores pieces in order, each before there is room for the next", async () => {
  const pours = new Pours();
  const { no, stored } = pouring(pours);
  for (const piece of ["one", "two", "three"]) {
    await pours.feed(no, Buffer.from(piece));
    expect(stored.at(-1)).toBe(piece);
  }
  await pours.end(no);
  expect(stored).toEqual(["one", "two", "three", "end"]);
});

it("stores nothing where nothing came, and streams side by side", async () => {
  const pours = new Pours();
  const [first, second] = [pouring(pours), pouring(pours)];
  await pours.feed(second.no, Buffer.from("second"));
  await pours.end(first.no);
  await pours.end(second.no);
  expect([first.stored, second.stored]).toEqual([["end"], ["second", "end"]]);
});

it("tells of a failure at the next piece, and again at the end", async () => {
  const pours = new Pours();
  const no = pours.begin(async () => {
    throw new Error("a folder");
  });
  for (let piece = 0; piece < 2; piece++)
    await expect(pours.feed(no, Buffer.from("piece"))).rejects.toThrow("a folder");
  await expect(pours.end(no)).rejects.toThrow("a folder");
});

it("tells of a failure that comes while a piece waits", async () => {
  const pours = new Pours();
  const no = pours.begin(async (pieces) => {
    for await (const _ of pieces) throw new Error("full");
  });
  await expect(pours.feed(no, Buffer.from("piece"))).rejects.toThrow("full");
  await expect(pours.feed(no, Buffer.from("more"))).rejects.toThrow("full");
  await pours.abort(no);
});

it("keeps nothing of what is given up, which is then unknown", async () => {
  const pours = new Pours();
  const { no, stored } = pouring(pours);
  await pours.feed(no, Buffer.from("piece"));
  await pours.abort(no);
  expect(stored).toEqual(["piece"]);
  await expect(pours.feed(no, Buffer.from("late"))).rejects.toMatchObject({ code: "Internal" });
  await pours.abort(no);
});
