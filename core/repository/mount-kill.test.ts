import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import type { Entry } from "../manifest/entry.ts";
import { killsOf, SEED, survived } from "../testing/campaign.ts";
import { runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { closeAll, open } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

const KILLS = killsOf(5);

/** Derives step number `no` from the seed. */
function step(no: number): { do: "write" | "rm" | "push"; path: string; size: number } {
  const [kind = 0, file = 0, high = 0, low = 0] = seededBytes(SEED + no, 4);
  const size = kind % 9 === 0 ? 1 + high * 4096 : 1 + high * 8 + (low % 8);
  return {
    do: kind % 6 === 0 ? "push" : kind % 4 === 1 ? "rm" : "write",
    path: `d${file % 3}/f${file % 11}`,
    size,
  };
}

/** Works in the mount from step `from` on, and says the number of each step that is done. */
const WORKER = `
const [, , index, store, from] = process.argv;
const { createHash } = await import("node:crypto");
const { readFileSync } = await import("node:fs");
const { Repository } = await import(index);
const steps = JSON.parse(readFileSync(new URL("steps.json", import.meta.url), "utf8"));
const repository = await Repository.open(store, { surface: "cli" });
const { id } = repository.mounts.named("main");
for (let no = Number(from); ; no++) {
  const { do: kind, path, size } = steps[no];
  if (kind === "push") await repository.run("pushMount", { id, message: String(no), force: false, override: false });
  else if (kind === "rm") await repository.run("changeMount", { id: id, change: { do: "rm", path, recursive: true, force: true } });
  else {
    await repository.run("changeMount", { id: id, change: { do: "mkdir", path: path.split("/")[0], recursive: true } });
    const bytes = createHash("shake256", { outputLength: size }).update(String(no)).digest();
    await repository.run("changeMount", { id: id, change: { do: "write", path, bytes } });
  }
  process.stdout.write(no + "\\n");
}`;

type Files = ReadonlyMap<string, Buffer>;

/** The files of the mount and of the label. */
interface State {
  readonly mount: Files;
  readonly label: Files;
}

function after({ mount, label }: State, no: number): State {
  const { do: kind, path, size } = step(no);
  if (kind === "push") return { mount, label: mount };
  const files = new Map(mount);
  if (kind === "rm") files.delete(path);
  else files.set(path, createHash("shake256", { outputLength: size }).update(String(no)).digest());
  return { mount: files, label };
}

/** Reads both as a new process would. */
async function read(store: string): Promise<State> {
  const repository = await open(store);
  const { id: snapshot } = await repository.run("flushMount", repository.mounts.named("main").id);
  const filesOf = async (id: typeof snapshot): Promise<Files> => {
    const files = new Map<string, Buffer>();
    for await (const [path, entry] of repository.entries(id, "")) {
      if (!path.includes("/f")) continue;
      files.set(path, await contentOf(entry));
    }
    return files;
  };
  const contentOf = async (entry: Entry) => {
    const pieces: Buffer[] = [];
    for await (const piece of repository.content(entry)) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
  };
  const state = { mount: await filesOf(snapshot), label: await filesOf(repository.resolve("main").id) };
  await closeAll();
  return state;
}

describe.skipIf(process.env.STRATA_TEST_PASS === "electron")(
  "a process that works in a mount and is killed",
  () => {
    it(`at any of ${KILLS} moments (seed ${SEED}) leaves every completed write and push, and the next goes on`, async () => {
      const root = temporaryFolder();
      const [folder, store, script] = [join(root, "folder"), join(root, "store"), join(root, "worker.mjs")];
      writeTree(folder, { readme: "read me" });
      writeFileSync(script, WORKER);
      const steps = Array.from({ length: 50 * (KILLS + 1) }, (_, no) => step(no));
      writeFileSync(join(root, "steps.json"), JSON.stringify(steps));
      await runStrataJson(["import", folder, "--label", "main", "--store", store]);
      await runStrataJson(["mount", "open", "main", "--store", store]);

      let state: State = { mount: new Map(), label: new Map() };
      let done = -1;
      for (let killed = 0; killed < KILLS; killed++) {
        const child = spawn(process.execPath, [script, builtFile("index.js").href, store, String(done + 1)], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const many = 1 + ((seededBytes(SEED - killed, 1)[0] ?? 0) % 40);
        const first = done;
        for await (const line of createInterface({ input: child.stdout })) {
          done = Number(line);
          state = after(state, done);
          // Somewhere in the middle of the next step, or later.
          if (done - first === many)
            setTimeout(() => child.kill("SIGKILL"), (seededBytes(SEED - killed, 2)[1] ?? 0) / 10);
        }
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        expect(child.signalCode).toBe("SIGKILL");

        const found = await read(store);
        const where = `killed after step ${done}, seed ${SEED}`;
        // The step that was under way is done as a whole, or not at all.
        expect([state, after(state, done + 1)], where).toContainEqual(found);
        expect(await runStrataJson(["verify", "--store", store]), where).toMatchObject({
          ok: true,
          problems: [],
        });
        survived("kills", step(done + 1).do === "push" ? "pushes" : "changes of working copies");
      }
    }, 3_600_000);
  },
);
