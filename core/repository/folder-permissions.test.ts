import { chmodSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { closeAll, open } from "../testing/repositories.ts";
import type { Repository } from "./repository.ts";

describe.skipIf(process.platform === "win32")(
  "permissions of folders, which a snapshot does not keep,",
  () => {
    let [root, folder] = ["", ""];
    let repository: Repository;
    let umask = 0;

    beforeEach(async () => {
      umask = process.umask(0o022);
      root = temporaryFolder();
      folder = join(root, "folder");
      repository = await open(join(root, "store"));
      writeTree(folder, { key: "secret", "sub/f": "f", "sub/deep/g": "g" });
      chmodSync(folder, 0o755);
    });
    afterEach(async () => {
      process.umask(umask);
      await closeAll();
    });

    const modeOf = (path: string) => (lstatSync(join(root, path)).mode & 0o777).toString(8);
    const take = (label = "main", paths = [folder]) => repository.run("import", { paths, label });
    const write = (reference: string, to: string, path = "", format: "folder" | "tar" = "folder") => {
      const { id } = repository.resolve(reference);
      return repository.run("export", { id, path, to: join(root, to), overwrite: "refuse", format });
    };

    it.each([
      [0o700, "700"],
      [0o750, "750"],
      [0o755, "755"],
      [0o777, "755"],
      [0o500, "700"],
    ])("a folder of %o is made again no more open than it was, whatever names it", async (mode, made) => {
      chmodSync(folder, mode);
      const { id } = await take();
      await repository.run("forceLabel", { label: "main", op: "delete", to: null });
      await write(id, "by-id");
      await repository.run("import", { paths: [join(folder, "key")], label: "main" });
      await write("main@{2}", "by-label");
      await write("main@{2}", "part", "sub/deep");
      await write("main@{2}", "file", "key");
      expect(["by-id", "by-label", "part", "file"].map(modeOf)).toEqual([made, made, made, made]);
    });

    it("follow the folder from import to import, and the most careful label counts", async () => {
      chmodSync(folder, 0o700);
      await take();
      await write("main", "private");
      chmodSync(folder, 0o755);
      expect(await take()).toMatchObject({ moved: false });
      await write("main", "opened");
      chmodSync(folder, 0o750);
      await take("other");
      expect((await write("main", "both")).notes).toEqual([]);
      expect(["private", "opened", "both"].map(modeOf)).toEqual(["700", "755", "750"]);
    });

    it("of labels count together for a snapshot that none of them has", async () => {
      chmodSync(folder, 0o700);
      await take();
      const { id } = await repository.run("capture", { paths: [join(folder, "sub")] });
      await write(id, "out");
      expect(modeOf("out")).toBe("700");
    });

    it("of labels count together for a label that was made of another's, which may be deleted by then", async () => {
      chmodSync(folder, 0o700);
      const { id: imported } = await take();
      const { id } = await repository.run("openMount", { base: imported, label: "main" });
      await repository.run("changeMount", {
        id,
        change: { do: "write", path: "new", bytes: Buffer.from("n") },
      });
      await repository.run("pushMount", {
        id,
        label: "derived",
        message: "",
        force: false,
        override: false,
      });
      await write("derived", "from-derived");
      await repository.run("forceLabel", { label: "main", op: "delete", to: null });
      await write("derived", "later");
      expect(["from-derived", "later"].map(modeOf)).toEqual(["700", "700"]);
    });

    it("of a private folder count in a label that its files were pushed to as a merge", async () => {
      await take("open");
      const other = join(root, "other");
      writeTree(other, { key: "private" });
      chmodSync(other, 0o700);
      const { id: theirs } = await take("private", [other]);
      const { id: ours } = repository.resolve("open");
      const { id: merged } = await repository.run("capture", { paths: [folder, other] });
      await repository.run("forceLabel", {
        label: "open",
        op: "merge",
        to: merged,
        parents: [{ id: ours }, { id: theirs }],
      });
      await take("later", [folder]);
      await write("open", "merged");
      await write("later", "later");
      expect(["merged", "later"].map(modeOf)).toEqual(["700", "755"]);
    });

    it("are unknown for a capture, whose folder becomes its owner's alone", async () => {
      const { id } = await repository.run("capture", { paths: [folder] });
      await write(id, "captured");
      await take();
      await write("main", "imported");
      expect(["captured", "imported"].map(modeOf)).toEqual(["700", "755"]);
    });

    it("are told where the target is open to others, and stays as it was", async () => {
      chmodSync(folder, 0o700);
      await take();
      mkdirSync(join(root, "open"), { mode: 0o755 });
      mkdirSync(join(root, "closed"), { mode: 0o700 });
      expect((await write("main", "open")).notes).toEqual([
        `The folder that this was taken of was closed to others; ${root}/open is not, and stays as it was.`,
      ]);
      expect((await write("main", "closed")).notes).toEqual([]);
      expect(["open", "closed"].map(modeOf)).toEqual(["755", "700"]);
      expect((await write("main", "a.tar", "", "tar")).notes).toEqual([
        "The folder that this was taken of was closed to others; an archive does not say so to who unpacks it.",
      ]);
    });

    it("of folders in it are told by the preflight, the import and the export, unless the whole is as closed", async () => {
      for (const [path, mode] of Object.entries({
        private: 0o700,
        readonly: 0o555,
        shared: 0o777,
        empty: 0o710,
      })) {
        writeTree(folder, path === "empty" ? { "empty/": null } : { [`${path}/f`]: path });
        chmodSync(join(folder, path), mode);
      }
      const { warnings } = await repository.preflight({ paths: [folder] });
      expect(warnings).toContainEqual({
        code: "permissions",
        message: expect.stringContaining("Permissions of folders are not kept"),
        paths: ["empty", "private", "readonly"],
        count: 3,
        ignore: [],
      });
      expect((await take()).warnings).toEqual([
        {
          path: "empty",
          reason:
            "this folder permits less than the whole, and permissions of folders are not kept; so do 2 more",
        },
      ]);
      const { notes } = await write("main", "out");
      expect(notes).toEqual([
        expect.stringMatching(/^3 folders permitted less than the whole .* as open as the rest now\.$/),
      ]);
      expect((await write("main", "a.tar", "", "tar")).notes).toEqual(notes);
      chmodSync(folder, 0o700);
      // Nobody else can reach what is in it: of these, only the one that its owner cannot write to permits less.
      expect((await take()).warnings).toEqual([
        {
          path: "readonly",
          reason: "this folder permits less than the whole, and permissions of folders are not kept",
        },
      ]);
      expect((await write("main", "closed")).notes).toEqual([]);
      chmodSync(join(folder, "readonly"), 0o755);
      rmSync(join(folder, "readonly"), { recursive: true });
      expect((await take()).warnings).toEqual([]);
    });

    it("of folders that are imported side by side are told too", async () => {
      chmodSync(join(folder, "sub"), 0o700);
      const { warnings } = await take("main", [join(folder, "sub"), join(folder, "key")]);
      expect(warnings).toEqual([{ path: "sub", reason: expect.stringContaining("permissions of folders") }]);
      expect((await write("main", "out")).notes).toHaveLength(1);
    });
  },
);
