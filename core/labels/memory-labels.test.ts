import { guardedMovesSuite } from "./guarded-moves-suite.ts";
import { labelReadingSuite } from "./label-reading-suite.ts";
import { labelStoreSuite, type MakeLabelStore } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";

const make: MakeLabelStore = async (given) => ({ store: new MemoryLabelStore(given) });
labelStoreSuite("memory", make);
labelReadingSuite("memory", make);
guardedMovesSuite("memory", make);
