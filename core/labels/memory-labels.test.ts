import { labelStoreSuite } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";

labelStoreSuite("memory", async (given) => ({ store: new MemoryLabelStore(given) }));
