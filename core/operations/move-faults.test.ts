import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { IS_WHOLE, SEED, survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { PowerLossFileWrites } from "../testing/power-loss.ts";
import { expectSound, move, places, refusal, useMadeStore } from "./move-suite.ts";

/** One write call in so many is tried, another part each time. */
const STEP = IS_WHOLE ? 1 : 9;

useMadeStore();

describe("a move that is cut off", () => {
  let calls: FaultyFileWrites["calls"];
  const tried = () => [...calls.keys()].filter((at) => (at + SEED) % STEP === 0);

  beforeAll(async () => {
    const { from, to } = places();
    const counting = new FaultyFileWrites();
    await move(from, to, { files: counting });
    calls = counting.calls;
  });

  async function expectInOnePlace(from: string, to: string, where: string): Promise<void> {
    const now = await expectSound(from, where);
    if (now === from) await move(from, to);
    expect(await expectSound(from, where)).toBe(to);
    rmSync(join(from, ".."), { recursive: true });
  }

  it.each(["ENOSPC", "EIO", "short"] satisfies Fault[])(
    `by a write call that fails with %s leaves the store in one place, and can be made again (seed ${SEED})`,
    async (fault) => {
      for (const at of tried()) {
        const { from, to } = places();
        const files = new FaultyFileWrites(at, fault);
        await refusal(move(from, to, { files }));
        expect(files.failed, `call ${at}`).toBe(true);
        await expectInOnePlace(from, to, `${fault} at call ${at} (${calls[at]})`);
        survived("faults", "moves of the store");
      }
    },
    600_000,
  );

  it.each(["lost", "kept"] as const)(
    `by a power failure after any write call leaves the store in one place, and can be made again; names %s (seed ${SEED})`,
    async (names) => {
      for (const at of [...tried(), calls.length]) {
        const { from, to } = places();
        // Nothing is written after it.
        const disk = new PowerLossFileWrites();
        await refusal(move(from, to, { files: new DeadAfter(at, disk) }));
        disk.fail(names);
        await expectInOnePlace(from, to, `power failure at call ${at} (${calls[at]})`);
        survived("prefixes", "moves of the store");
      }
    },
    600_000,
  );
});

/** Writes until a call, and fails at it and at all that follow: what cleans up does not run either. */
class DeadAfter extends FaultyFileWrites {
  readonly #last: number;

  constructor(last: number, disk: PowerLossFileWrites) {
    super(last, "EIO", disk);
    this.#last = last;
  }

  override remove(path: string): void {
    this.#live();
    super.remove(path);
  }

  override rename(from: string, to: string): void {
    this.#live();
    super.rename(from, to);
  }

  override syncFolder(path: string): void {
    this.#live();
    super.syncFolder(path);
  }

  override create(path: string, mode?: number) {
    this.#live();
    return super.create(path, mode);
  }

  #live(): void {
    if (this.calls.length > this.#last) throw new Error("The power is off.");
  }
}
