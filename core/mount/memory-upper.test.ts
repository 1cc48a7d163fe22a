import { NodeStore } from "../manifest/node-store.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { MemoryUpper } from "./memory-upper.ts";
import { makeBase, upperLayerSuite } from "./upper-layer-suite.ts";

upperLayerSuite("memory", async (spec) => {
  const nodes = new NodeStore(new MemoryObjectStore());
  const base = await makeBase(nodes.objects, nodes, spec);
  const layer = new MemoryUpper(nodes.objects, base);
  return { nodes, base, open: () => layer, openReader: () => layer };
});
