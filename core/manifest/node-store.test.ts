import { expect, test } from "vitest";
import { CountingStore, sorted, sourceTree } from "../testing/manifests.ts";
import { buildManifest } from "./build.ts";
import { NodeStore } from "./node-store.ts";

async function storeOfNodes() {
  const store = new CountingStore();
  await buildManifest(new NodeStore(store), sorted(sourceTree(2000)));
  const ids = [];
  let bytes = 0;
  for await (const id of store.list()) {
    ids.push(id);
    bytes += (await store.get(id)).length;
  }
  store.gets = 0;
  return { store, ids, bytes };
}

test("a node is read once even when it is requested twice at the same time", async () => {
  const { store, ids } = await storeOfNodes();
  const nodes = new NodeStore(store);
  const [first] = ids;
  if (first === undefined) throw new Error("No nodes");
  const [a, b] = await Promise.all([nodes.node(first), nodes.node(first)]);
  expect(a).toBe(b);
  expect(await nodes.node(first)).toBe(a);
  expect(store.gets).toBe(1);
});

test("the least recently used node is evicted first", async () => {
  const { store, ids, bytes } = await storeOfNodes();
  const nodes = new NodeStore(store, bytes - 1);
  for (const id of ids) await nodes.node(id);
  expect(store.gets).toBe(ids.length);
  const [first, second, ...others] = ids;
  for (const id of others) await nodes.node(id);
  expect(store.gets).toBe(ids.length);
  if (first === undefined || second === undefined) throw new Error("Too few nodes");
  await nodes.node(first);
  expect(store.gets).toBe(ids.length + 1);
});

test("neither nodes larger than the cache nor failures are cached", async () => {
  const { store, ids } = await storeOfNodes();
  const [first] = ids;
  if (first === undefined) throw new Error("No nodes");
  const nodes = new NodeStore(store, 0);
  await nodes.node(first);
  await nodes.node(first);
  expect(store.gets).toBe(2);
  const remembering = new NodeStore(store);
  const bytes = await store.get(first);
  await store.delete([first]);
  await expect(remembering.node(first)).rejects.toMatchObject({ code: "MissingObject" });
  await store.put("metadata", bytes);
  expect((await remembering.node(first)).items.length).toBeGreaterThan(0);
});
