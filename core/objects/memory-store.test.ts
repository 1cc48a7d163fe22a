import { MemoryObjectStore } from "./memory-store.ts";
import { objectStoreSuite } from "./object-store-suite.ts";

objectStoreSuite("MemoryObjectStore", async () => new MemoryObjectStore());
