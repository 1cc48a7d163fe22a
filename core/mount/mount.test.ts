import { beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../manifest/changes.ts";
import { diffManifests } from "../manifest/diff.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { seededBytes, snapshotOf, symlinkTo, type TreeSpec } from "../testing/trees.ts";
import { Mount } from "./mount.ts";
import { MountReader } from "./mount-reader.ts";
import { type SqlitePlace, sqlitePlace } from "./sqlite-place-suite.ts";

const BASE: TreeSpec = {
  "docs/a.txt": "a",
  "docs/deep/b.txt": "b",
  "docs-old/c.txt": "c",
  "empty/": null,
  "top.txt": "top",
  "links/to-file": symlinkTo("../docs/a.txt"),
  "links/to-folder": symlinkTo("../docs"),
  "links/new": symlinkTo("../docs/new.txt"),
  "links/out": symlinkTo("../../etc/passwd"),
  "links/absolute": symlinkTo("/etc/passwd"),
  "links/loop": symlinkTo("loop"),
  "links/nowhere": symlinkTo("nothing/at/all"),
};

describe("a mount", () => {
  let place: SqlitePlace;
  let mount: Mount;
  beforeEach(async () => {
    place = await sqlitePlace(BASE);
    mount = new Mount(place.open(), place.nodes, DEFAULT_PROFILE);
  });
  const text = async (path: string) => (await mount.readFile(path)).toString();
  const paths = async () => {
    const all: string[] = [];
    for await (const { path, before, after } of mount.changes())
      all.push(`${before ? (after ? "~" : "-") : "+"} ${path}`);
    return all;
  };

  it.each<[string, string, (mount: Mount) => Promise<unknown>]>([
    ["ENOENT", "reading nothing", (mount) => mount.readFile("none")],
    ["ENOENT", "writing where there is no folder", (mount) => mount.writeFile("none/x", "x")],
    ["ENOENT", "a link out of the mount", (mount) => mount.readFile("links/out")],
    ["ENOENT", "writing through a link out of the mount", (mount) => mount.writeFile("links/out", "x")],
    ["ENOENT", "an absolute link", (mount) => mount.readFile("links/absolute")],
    ["ENOENT", "a link to nothing", (mount) => mount.stat("links/nowhere")],
    ["ENOENT", "removing nothing", (mount) => mount.rm("none")],
    ["ENOENT", "moving nothing", (mount) => mount.rename("none", "x")],
    ["ENOENT", "a folder in none", (mount) => mount.mkdir("none/x")],
    ["ENOENT", "a link to no name", (mount) => mount.symlink("", "x")],
    ["ENOTDIR", "reading below a file", (mount) => mount.readFile("top.txt/x")],
    ["ENOTDIR", "listing a file", (mount) => mount.readdir("top.txt")],
    ["ENOTDIR", "folders through a file", (mount) => mount.mkdir("top.txt/x", { recursive: true })],
    ["ENOTDIR", "a folder in the place of a file", (mount) => mount.rename("docs", "top.txt")],
    ["EISDIR", "reading a folder", (mount) => mount.readFile("docs")],
    ["EISDIR", "writing to a folder", (mount) => mount.writeFile("docs", "x")],
    ["EISDIR", "pouring into a folder", (mount) => mount.writeFile("docs", mount.readStream("top.txt"))],
    ["EISDIR", "copying a folder", (mount) => mount.copyFile("docs", "x")],
    ["EISDIR", "removing a folder as a file", (mount) => mount.rm("docs")],
    ["EISDIR", "a file in the place of a folder", (mount) => mount.rename("top.txt", "empty")],
    ["ENOTEMPTY", "a folder in the place of a full one", (mount) => mount.rename("empty", "docs")],
    ["ENOTEMPTY", "a folder in the place of one above it", (mount) => mount.rename("docs/deep", "docs")],
    ["EEXIST", "making a folder that is there", (mount) => mount.mkdir("docs")],
    ["EEXIST", "making folders over a file", (mount) => mount.mkdir("top.txt", { recursive: true })],
    ["EEXIST", "a link over a file", (mount) => mount.symlink("docs", "top.txt")],
    ["ELOOP", "a link to itself", (mount) => mount.readFile("links/loop")],
    ["EINVAL", "a folder in itself", (mount) => mount.rename("docs", "docs/deep/docs")],
    ["EINVAL", "where a file leads", (mount) => mount.readlink("top.txt")],
    ["EINVAL", "an absolute path", (mount) => mount.readFile("/etc/passwd")],
    ["EINVAL", "a path that climbs", (mount) => mount.writeFile("../x", "x")],
    ["EINVAL", "a NUL", (mount) => mount.stat("a\0b")],
    ["EINVAL", "no path", (mount) => mount.writeFile("", "x")],
    ["EINVAL", "the root as a file", (mount) => mount.readFile("")],
    ["EINVAL", "removing the root", (mount) => mount.rm("", { recursive: true, force: true })],
    ["EINVAL", "a long path", (mount) => mount.writeFile("x".repeat(4097), "x")],
    ["EINVAL", "a move that makes a path too long", (mount) => mount.rename("docs", "x".repeat(4090))],
    ["EINVAL", "a range that ends before it begins", (mount) => mount.read("top.txt", { from: 2, to: 1 })],
    ["EINVAL", "a range before the file", (mount) => mount.read("top.txt", { from: -1, to: 1 })],
    ["EINVAL", "more than permissions", (mount) => mount.chmod("top.txt", 0o4755)],
    ["EINVAL", "permissions of a folder", (mount) => mount.chmod("docs", 0o700)],
    ["EINVAL", "a link to half a character", (mount) => mount.symlink("\ud800", "x")],
    ["EINVAL", "a link to a NUL", (mount) => mount.symlink("a\0", "x")],
  ])("throws %s for %s, and changes nothing", async (code, _, run) => {
    const before = place.openReader().rows();
    await expect(run(mount)).rejects.toMatchObject({ code, hint: expect.any(String) });
    expect(place.openReader().rows()).toEqual(before);
  });

  it("writes through links to existing and to missing files", async () => {
    await mount.writeFile("links/to-file", "new a");
    await mount.writeFile("links/new", "made");
    await mount.appendFile("links/to-folder/deep/b.txt", "!");
    expect(await paths()).toEqual(["~ docs/a.txt", "~ docs/deep/b.txt", "+ docs/new.txt"]);
    expect([await text("docs/a.txt"), await text("docs/new.txt"), await text("docs/deep/b.txt")]).toEqual([
      "new a",
      "made",
      "b!",
    ]);
  });

  it("W8: follows 40 links and no more", async () => {
    for (let at = 1; at <= 41; at++)
      await mount.symlink(at === 1 ? "../top.txt" : `${at - 1}`, `links/${at}`);
    expect(await text("links/40")).toBe("top");
    await expect(mount.readFile("links/41")).rejects.toMatchObject({ code: "ELOOP" });
  });

  it("changes nothing when a file's current content is written", async () => {
    const before = place.openReader().rows();
    await mount.writeFile("top.txt", "top");
    await mount.appendFile("top.txt", "");
    await mount.chmod("top.txt", 0o644);
    await mount.chmod("docs", 0o755);
    await mount.copyFile("top.txt", "top.txt");
    await mount.rename("docs", "docs");
    await mount.mkdir("docs/deep", { recursive: true });
    await mount.rm("none", { force: true });
    expect(place.openReader().rows()).toEqual(before);
  });

  it("W9: has no rows left once every change is reverted", async () => {
    await mount.writeFile("top.txt", "other");
    await mount.rm("empty", { recursive: true });
    await mount.writeFile("new", "x");
    expect(await paths()).toEqual(["- empty", "+ new", "~ top.txt"]);
    await mount.writeFile("top.txt", "top");
    await mount.mkdir("empty");
    await mount.rm("new");
    expect(place.openReader().rows().rows).toEqual([]);
    expect((await mount.flush(place.nodes)).id).toBe(place.base);
  });

  it("sorts what a removed folder hid among the other changes", async () => {
    await mount.rm("docs", { recursive: true });
    await mount.writeFile("docs", "now a file");
    await mount.writeFile("docs-old/d.txt", "d");
    expect(await paths()).toEqual(["+ docs", "+ docs-old/d.txt", "- docs/a.txt", "- docs/deep/b.txt"]);
  });

  it("reads ranges of a file, and streams it as it was at the start of the stream", async () => {
    const bytes = seededBytes(1, 3_000_000);
    await mount.writeFile("large", bytes);
    expect(await mount.read("large", { from: 2_999_990, to: Infinity })).toEqual(
      Buffer.from(bytes.subarray(2_999_990)),
    );
    expect(await mount.read("large", { from: 9_000_000, to: 9_000_001 })).toHaveLength(0);
    const pieces: Uint8Array[] = [];
    for await (const piece of mount.readStream("large")) {
      if (pieces.length === 0) await mount.rm("large");
      pieces.push(piece);
    }
    expect(Buffer.compare(Buffer.concat(pieces), bytes)).toBe(0);
  });

  it("writes the bytes that a buffer has at the time of the call", async () => {
    const bytes = Buffer.from("given");
    const written = mount.writeFile("file", bytes);
    bytes.fill(0);
    await written;
    expect(await text("file")).toBe("given");
  });

  it("leaves a file unchanged when the stream written to it fails", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield seededBytes(2, 2_000_000);
      expect(await text("top.txt")).toBe("top");
      throw new Error("unplugged");
    }
    await expect(mount.writeFile("top.txt", failing())).rejects.toThrow("unplugged");
    expect(await text("top.txt")).toBe("top");
    expect(place.openReader().rows().rows).toEqual([]);
  });

  it("writes a file from a stream of the same mount", async () => {
    await mount.writeFile("top.txt", mount.readStream("docs/a.txt"));
    expect(await text("top.txt")).toBe("a");
  });

  it("runs operations in order even if nobody awaits them", async () => {
    const asked = Array.from({ length: 9 }, (_, at) => mount.appendFile("log", `${at}`));
    await mount.writeFile("late", "x");
    const last = mount.readFile("log");
    await Promise.all(asked);
    expect((await last).toString()).toBe("012345678");
  });

  it("W7: loses no write of two concurrent mounts, and never shows half a move", async () => {
    const other = new Mount(place.open(), place.nodes, DEFAULT_PROFILE);
    const reader = new MountReader(place.openReader(), place.nodes);
    const appended = Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? mount : other).appendFile("log", String.fromCharCode(97 + at)),
    );
    const moved = (async () => {
      for (let at = 0; at < 10; at++)
        await (at % 2 === 0 ? mount.rename("docs", "x") : other.rename("x", "docs"));
    })();
    for (let at = 0; at < 30; at++) {
      const names = (await reader.readdir("")).map(({ name }) => name);
      expect(names.filter((name) => name === "docs" || name === "x")).toHaveLength(1);
    }
    await Promise.all([...appended, moved]);
    expect([...(await text("log"))].sort().join("")).toBe("abcdefghijklmnopqrst");
  });

  it("continues on a new base with the remaining changes as its rows", async () => {
    await mount.writeFile("docs/mine.txt", "mine");
    const mine = await mount.flush(place.nodes);
    const theirs = { ...BASE, "docs/theirs.txt": "theirs" };
    const head = await snapshotOf(place.nodes, theirs);
    const merged = await snapshotOf(place.nodes, { ...theirs, "docs/mine.txt": "mine" });
    const left: Change[] = [];
    for await (const { path, after } of diffManifests(place.nodes, head, merged)) left.push([path, after]);
    expect(place.setBase(mine.revision - 1, head, left)).toBe(false);
    expect(place.setBase(mine.revision, head, left)).toBe(true);
    expect(await paths()).toEqual(["+ docs/mine.txt"]);
    expect((await mount.flush(place.nodes)).id).toBe(merged);
    expect(await text("docs/theirs.txt")).toBe("theirs");
  });
});
