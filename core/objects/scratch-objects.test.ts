import { expect, it } from "vitest";
import { MemoryObjectStore } from "./memory-store.ts";
import { ScratchObjects } from "./scratch-objects.ts";

const bytes = (text: string) => Buffer.from(text);

it("reads objects of both, and keeps temporary ones out of the store", async () => {
  const [scratch, store] = [new MemoryObjectStore(), new MemoryObjectStore()];
  const passing = new ScratchObjects(scratch, store, "scratch");
  const lasting = new ScratchObjects(scratch, store, "store");
  const [old, draft] = [
    await store.put("content", bytes("old")),
    await passing.put("content", bytes("draft")),
  ];
  for (const objects of [passing, lasting]) {
    expect(await objects.get(old)).toEqual(new Uint8Array(bytes("old")));
    expect(await objects.get(draft)).toEqual(new Uint8Array(bytes("draft")));
  }
  expect(await store.has([draft])).toEqual([false]);
  await expect(lasting.get("0".repeat(64) as typeof old)).rejects.toMatchObject({ code: "MissingObject" });
});

it("stores objects again that are only temporary", async () => {
  const [scratch, store] = [new MemoryObjectStore(), new MemoryObjectStore()];
  const draft = await new ScratchObjects(scratch, store, "scratch").put("content", bytes("draft"));
  const lasting = new ScratchObjects(scratch, store, "store");
  expect(await lasting.has([draft])).toEqual([false]);
  expect(await lasting.put("content", bytes("draft"))).toBe(draft);
  expect(await store.has([draft])).toEqual([true]);
});
