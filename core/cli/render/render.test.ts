import { beforeEach, describe, expect, it, vi } from "vitest";
import { StrataError } from "../../errors.ts";
import { renderDiff } from "../commands/diff.ts";
import { exportReceipt } from "../commands/export.ts";
import { renderFound } from "../commands/find.ts";
import { importReceipt } from "../commands/import.ts";
import { renderLabels } from "../commands/labels.ts";
import { renderLog } from "../commands/log.ts";
import { renderScrub } from "../commands/scrub.ts";
import { renderRecovery, renderStatus } from "../commands/store.ts";
import { renderTree } from "../commands/tree.ts";
import { renderVerification } from "../commands/verify.ts";
import { failureLines } from "../shared/failure.ts";
import { size } from "./amounts.ts";
import { jsonPieces, linePieces } from "./json.ts";
import { progressText } from "./progress.ts";
import { firstLine, safeName, safeText } from "./safe-text.ts";
import { ago, isoMinute } from "./times.ts";

const id = "0123456789abcdef".repeat(4);
const now = Date.UTC(2026, 7, 4, 12, 0);
const at = Date.UTC(2026, 7, 1, 12, 3);

beforeEach(() => {
  vi.stubEnv("TZ", "UTC");
});

const text = (lines: Iterable<string>) => [...lines].join("\n");

describe("amounts and times", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [1.5 * 1024 ** 3, "1.5 GiB"],
    [2 ** 53 - 1, "8.0 PiB"],
  ])("shows %d bytes as %s", (bytes, shown) => {
    expect(size(bytes)).toBe(shown);
  });

  it.each([
    [0, "just now"],
    [59, "just now"],
    [60, "1 minute ago"],
    [3 * 3600, "3 hours ago"],
    [48 * 3600, "2 days ago"],
    [400 * 24 * 3600, "1 year ago"],
    [-7200, "in 2 hours"],
  ])("shows %d seconds as %s", (seconds, shown) => {
    expect(ago(now - seconds * 1000, now)).toBe(shown);
  });

  it("shows a time to the minute", () => {
    expect(isoMinute(at)).toBe("2026-08-01 12:03");
  });
});

describe("names", () => {
  it.each([
    ["plain name – ünïcode 日本.txt", "plain name – ünïcode 日本.txt"],
    ['say "hi"', 'say "hi"'],
    ["a\nb", '"a\\nb"'],
    ["\u001b[31mred", '"\\x1b[31mred"'],
    ["c1\u009b2J", '"c1\\x9b2J"'],
    ["cod\u202egpj.exe", '"cod\\u202egpj.exe"'],
    ['quote"\\and\tcontrol', '"quote\\"\\\\and\\tcontrol"'],
    ["half\ud800", '"half\\ud800"'],
  ])("shows %j so that it does nothing", (name, shown) => {
    expect(safeName(name)).toBe(shown);
  });

  it("shows the first line of a text", () => {
    expect(firstLine("one\r\ntwo")).toBe("one …");
    expect(firstLine("one\u0007\n")).toBe("one\\x07");
    expect(safeText("a\u0007")).toBe("a\\x07");
  });
});

describe("receipts", () => {
  const report = {
    ca_id: id,
    label: "photos",
    files: 1234,
    bytes: 5_000_000,
    unchanged: 1,
    new_bytes: 2048,
    stored_bytes: 512,
    moved: true,
    changes: { added: 2, modified: 1, removed: 0 },
    skipped: [],
    warnings: [],
  };

  it("of an import", () => {
    expect(text(importReceipt(report, { now }))).toBe(
      [
        "photos: 1,234 files, 4.8 MiB",
        "  snapshot   0123456789",
        "  changes    2 added, 1 modified, 0 removed",
        "  not read   1 file, as when last read",
        "  new        2.0 KiB, stored in 512 B",
      ].join("\n"),
    );
  });

  it("of an import that changed nothing and left things out", () => {
    const skipped = Array.from({ length: 22 }, (_, at) => ({ path: `p${at}\n`, reason: "it is a socket" }));
    const lines = importReceipt(
      { ...report, moved: false, skipped, warnings: [{ path: "", reason: "tired" }] },
      { now, typed: { message: "before lunch" } },
    );
    expect(lines[1]).toBe("  snapshot   0123456789 (nothing changed, the label stays)");
    expect(lines.slice(4, 6)).toEqual(["Skipped 22:", '  "p0\\n": it is a socket']);
    expect(lines.slice(24)).toEqual([
      '  "p19\\n": it is a socket',
      "  … and 2 more; --json lists all",
      "Warnings 1:",
      "  tired",
      "The message is not kept: it belongs to a move of a label, and none was made.",
      "Not everything is in the snapshot: 22 files or folders were skipped.",
    ]);
  });

  it("of an export", () => {
    const skipped = [
      { path: "a", reason: "there is one already", code: "EEXIST", kept: true },
      { path: "b", reason: "permission denied", code: "WriteFailed", kept: false },
    ];
    expect(
      text(
        exportReceipt({
          ...{ ca_id: id, to: "/out", files: 1, bytes: 3, unchanged: 2 },
          ...{ skipped, warnings: [], notes: ["It is open to others now."] },
        }),
      ),
    ).toBe(
      [
        "Wrote 1 file, 3 B, of 0123456789 into /out",
        "  unchanged  2 files",
        "Kept 1:",
        "  a: there is one already",
        "Not written 1:",
        "  b: permission denied",
        "Note: It is open to others now.",
      ].join("\n"),
    );
  });

  const scrub = { on: true, last: null, packs: 2, recent: 1, share: 0.256, findings: [] };
  const scrubbed = "Scrubbed never; 25 % of the store within 30 days";

  it("of a scrub", () => {
    const finding = { pack: "content-1.pack", at, damaged: 1, reason: "it is too short" };
    expect(renderScrub({ ...scrub, read: 1, on: false, last: at, findings: [finding] }, { now: at })).toEqual(
      [
        "Read 1 pack",
        `Scrubbed last ${isoMinute(at)} (${ago(at, at)}); 25 % of the store within 30 days; it is turned off`,
        "  content-1.pack: it is too short",
      ],
    );
  });

  it("of a verification", () => {
    const counts = {
      ...{ depth: "full" as const, packs: 1, objects: 2, bytes: 3 },
      ...{ snapshots: 1, labels: 1, mounts: 0, merges: 0, scrub },
    };
    expect(text(renderVerification({ ok: true, ...counts, problems: [] }, { now: at }))).toBe(
      `Read 2 objects (3 B) in 1 pack; 1 snapshot, 1 label\nEverything is intact.\n${scrubbed}`,
    );
    const problem = {
      code: "CorruptObject",
      message: "It is damaged.",
      labels: ["photos"],
      snapshots: [id],
      moves: [{ label: "photos", seq: 4, at }],
      mounts: ["draft"],
      merges: [3],
      paths: ["a\n"],
      totals: { labels: 1, snapshots: 1, moves: 1, mounts: 1, merges: 1, paths: 22 },
    };
    expect(renderVerification({ ok: false, ...counts, problems: [problem] }, { now: at }).slice(1)).toEqual([
      "1 problem:",
      "  CorruptObject: It is damaged.",
      "    labels: photos",
      "    moves: photos (4)",
      "    snapshots: 0123456789",
      "    working copies: draft",
      "    merges: 3",
      '    paths: "a\\n", and 21 others',
      scrubbed,
      "Run `strata repair` to see what can be done.",
    ]);
    expect(
      text(
        renderVerification(
          { ok: true, ...counts, depth: "quick", mounts: 1, merges: 2, problems: [] },
          { now: at },
        ),
      ),
    ).toBe(
      `Found 2 objects (3 B) in 1 pack; 1 snapshot, 1 label, 1 working copy, 2 merges\nEverything is there.\n${scrubbed}`,
    );
  });

  it("of a store's state", () => {
    const state = { store: "/s", writable: true, labels: 1, bytes: 2048, problems: [], scrub };
    expect(text(renderStatus(state, { now: at }))).toBe(
      `The store at /s\n  1 label, 2.0 KiB on disk\n  ${scrubbed}`,
    );
    expect(renderStatus({ ...state, writable: false, problems: ["A pack\n is gone."] }, { now: at })).toEqual(
      [
        "The store at /s (it cannot be written)",
        "  1 label, 2.0 KiB on disk",
        `  ${scrubbed}`,
        "1 problem:",
        "  A pack\\n is gone.",
      ],
    );
  });

  it("of a recovery", () => {
    const report = {
      store: "/s",
      database: "restored",
      copy_made_at: at,
      lost_since: at,
      set_aside: "/s/damaged",
      index: "removed",
      description: "sound",
    } as const;
    expect(text(renderRecovery(report, { now }))).toBe(
      [
        "Restored the database of /s from a copy, made 2026-08-01 12:03 (2 days ago)",
        "  What labels did after 2026-08-01 12:03 (2 days ago) is lost",
        "  The index is made again by the next command that writes",
        "  Damaged files are kept in /s/damaged",
      ].join("\n"),
    );
  });
});

describe("listings", () => {
  it("of a tree", () => {
    const entries = [
      { path: "docs", type: "directory", mode: 0o040755, size: 2048, files: 12 },
      { path: "run\u001b.sh", type: "file", mode: 0o100750, size: 5, id },
      { path: "link", type: "symlink", mode: 0o120777, size: 0, target: "docs/\na" },
    ] as const;
    expect(text(renderTree({ ca_id: id, total: 3, entries: [...entries] }))).toBe(
      [
        "drwxr-xr-x  12 files  2.0 KiB  docs/",
        '-rwxr-x---                5 B  "run\\x1b.sh"',
        'lrwxrwxrwx                     link -> "docs/\\na"',
      ].join("\n"),
    );
  });

  it("of what was found", () => {
    const entries = [{ path: "a\n", type: "file", mode: 0o100644, size: 5, id }] as const;
    expect(text(renderFound({ ca_id: id, total: 1001, entries: [...entries] }))).toBe(
      '-rw-r--r--  5 B  "a\\n"\n… and 1,000 more',
    );
    expect(renderFound({ ca_id: id, total: 0, entries: [] })).toEqual(["Nothing matches."]);
  });

  it("of changes", () => {
    const sides = { from: id, to: id, skipped: [] };
    const counts = { added: 1, modified: 2, removed: 1 };
    const permissions = { before: 0o644, after: 0o755 };
    expect(
      text(
        renderDiff({
          ...sides,
          counts,
          changes: [
            { path: "a", change: "added", type: "file" },
            { path: "b", change: "removed", type: "symlink" },
            { path: "c", change: "modified", type: "file", diff: "--- a/c\n+++ b/c\n@@ -1 +1 @@\n-1\n+2\n" },
            { path: "d", change: "modified", type: "file", permissions, same_content: true },
            { path: "e", change: "added", type: "directory" },
          ],
        }),
      ),
    ).toBe(
      [
        "+ a",
        "- b",
        "--- a/c\n+++ b/c\n@@ -1 +1 @@\n-1\n+2",
        "~ d (permissions 644 -> 755)",
        "+ e/",
        "1 added, 2 modified, 1 removed, of these 1 only in permissions, 1 empty folder",
      ].join("\n"),
    );
    const none = { added: 0, modified: 0, removed: 0 };
    expect(text(renderDiff({ ...sides, counts: none, changes: [] }))).toBe("No differences.");
  });

  it("of labels", () => {
    const label = {
      ignore: [],
      gitignore: false,
      protected: false,
      folder: null,
      retention: { keep: "everything" } as const,
      own_retention: false,
      moves: 1,
      at,
      message: "",
      actor: "a@b (cli)",
    };
    const labels = [
      { ...label, name: "photos", ca_id: id, description: "Ours\nand yours", pinned: true, op: "push" },
      { ...label, name: "safe", ca_id: id, description: "", pinned: true, protected: true, op: "merge" },
      { ...label, name: "x", ca_id: null, description: "", pinned: false, op: "delete" },
    ] as const;
    expect(
      text(renderLabels({ total: 3, labels: labels.map((each) => ({ ...each, ignore: [] })) }, { now })),
    ).toBe(
      [
        "photos  0123456789  2026-08-01 12:03  2 days ago  push    pinned            Ours …",
        "safe    0123456789  2026-08-01 12:03  2 days ago  merge   pinned protected",
        "x       deleted     2026-08-01 12:03  2 days ago  delete",
      ].join("\n"),
    );
    expect(text(renderLabels({ total: 0, labels: [] }, { now }))).toMatch(/^No labels yet/);
  });

  it("of moves", () => {
    const move = { seq: 1, at, from: null, to: id, actor: "ann@desk (cli)" };
    const log = [
      { ...move, op: "create", message: "first", changes: { added: 3, modified: 0, removed: 0, bytes: 9 } },
      { ...move, op: "rename", message: "", renamed_from: "old" },
    ] as const;
    expect(text(renderLog({ label: "x", log: [...log] }, { now }))).toBe(
      [
        "2026-08-01 12:03  2 days ago  create  0123456789  +3 ~0 -0  ann@desk (cli)  first",
        "2026-08-01 12:03  2 days ago  rename  0123456789            ann@desk (cli)  from old",
      ].join("\n"),
    );
  });
});

describe("a history in which moves were undone", () => {
  const move = { at, from: null, to: id, actor: "ann@desk (cli)", message: "" };
  const log = [
    { ...move, seq: 1, op: "create" },
    { ...move, seq: 2, op: "push", message: "Draft" },
    { ...move, seq: 5, op: "reset", undoes: 2 },
    { ...move, seq: 6, op: "reset", undoes: 5 },
  ] as const;
  const ends = (from: number) =>
    [...renderLog({ label: "x", log: log.slice(from) }, { now })].map((line) => line.split("(cli)  ")[1]);

  it("says which", () => {
    expect(ends(0)).toEqual([undefined, "Draft", "undoes push (Draft)", "redoes push (Draft)"]);
  });

  it("says so of moves that are not listed too", () => {
    expect(ends(2)).toEqual(["undoes an earlier move", "redoes an earlier move"]);
    expect(ends(3)).toEqual(["undoes an earlier move"]);
  });
});

describe("progress", () => {
  const counts = { files: 1000, filesDone: 250, bytes: 2048, bytesDone: 1024, newBytes: 512 };

  it.each([
    ["looking", "Looking: 1,000 files, 2.0 KiB"],
    ["reading", "Reading 50 %: 250 of 1,000 files, 1.0 KiB of 2.0 KiB, 512 B new"],
    ["finishing", "Finishing: 1,000 files, 512 B new"],
  ] as const)("of an import that is %s", (phase, shown) => {
    expect(progressText({ command: "import", phase, ...counts })).toBe(shown);
  });

  it("of the others", () => {
    expect(progressText({ command: "export", files: 1, bytes: 10 })).toBe("Writing: 1 file, 10 B");
    expect(progressText({ command: "verify", phase: "objects", done: 1, total: 3 })).toBe(
      "Checking objects 33 %",
    );
  });
});

describe("documents", () => {
  it("are the JSON of the whole, in pieces", () => {
    const document = {
      a: 1,
      none: undefined,
      list: Array.from({ length: 5000 }, (_, at) => ({ path: `päth ${at}` })),
      empty: [],
      deep: { x: [1] },
    };
    const pieces = [...jsonPieces(document)];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(`${JSON.stringify(document)}\n`);
    expect([...jsonPieces({})].join("")).toBe("{}\n");
  });

  it("are lines in pieces", () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}`);
    expect([...linePieces(lines)].join("")).toBe(`${lines.join("\n")}\n`);
    expect([...linePieces([])]).toEqual([]);
  });

  it("tell an error in one harmless line", () => {
    const error = new StrataError("ENOENT", "There is no \u001b[2J\nhere", { hint: "Look elsewhere." });
    expect(failureLines(error)).toEqual(["strata: There is no \\x1b[2J here. Look elsewhere."]);
  });
});
