import { expect, it } from "vitest";
import { Uploads } from "./uploads.ts";

/** Begins an upload into a list, which gets each piece as it is stored. */
function uploading(uploads: Uploads): { no: number; stored: string[] } {
  const stored: string[] = [];
  const no = uploads.begin(async (pieces) => {
    for await (const piece of pieces) stored.push(Buffer.from(piece).toString());
    stored.push("end");
  });
  return { no, stored };
}

it("stores pieces in order, each before there is room for the next", async () => {
  const uploads = new Uploads();
  const { no, stored } = uploading(uploads);
  for (const piece of ["one", "two", "three"]) {
    await uploads.feed(no, Buffer.from(piece));
    expect(stored.at(-1)).toBe(piece);
  }
  await uploads.end(no);
  expect(stored).toEqual(["one", "two", "three", "end"]);
});

it("stores nothing where nothing came, and uploads side by side", async () => {
  const uploads = new Uploads();
  const [first, second] = [uploading(uploads), uploading(uploads)];
  await uploads.feed(second.no, Buffer.from("second"));
  await uploads.end(first.no);
  await uploads.end(second.no);
  expect([first.stored, second.stored]).toEqual([["end"], ["second", "end"]]);
});

it("tells of a failure at the next piece, and again at the end", async () => {
  const uploads = new Uploads();
  const no = uploads.begin(async () => {
    throw new Error("a folder");
  });
  for (let piece = 0; piece < 2; piece++)
    await expect(uploads.feed(no, Buffer.from("piece"))).rejects.toThrow("a folder");
  await expect(uploads.end(no)).rejects.toThrow("a folder");
});

it("tells of a failure that comes while a piece waits", async () => {
  const uploads = new Uploads();
  const no = uploads.begin(async (pieces) => {
    for await (const _ of pieces) throw new Error("full");
  });
  await expect(uploads.feed(no, Buffer.from("piece"))).rejects.toThrow("full");
  await expect(uploads.feed(no, Buffer.from("more"))).rejects.toThrow("full");
  await uploads.abort(no);
});

it("keeps nothing of what is given up, which is then unknown", async () => {
  const uploads = new Uploads();
  const { no, stored } = uploading(uploads);
  await uploads.feed(no, Buffer.from("piece"));
  await uploads.abort(no);
  expect(stored).toEqual(["piece"]);
  await expect(uploads.feed(no, Buffer.from("late"))).rejects.toMatchObject({ code: "Internal" });
  await uploads.abort(no);
});
