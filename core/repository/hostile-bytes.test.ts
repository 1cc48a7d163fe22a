import { beforeAll, describe, expect, it } from "vitest";
import zstd from "zstd-napi/binding.js";
import { StrataError } from "../errors.ts";
import { hashId } from "../hash.ts";
import { decodeChunkList, encodeChunkList } from "../manifest/chunk-list-codec.ts";
import { type Entry, fileEntry, symlinkEntry } from "../manifest/entry.ts";
import { decodeEntry, encodeEntry } from "../manifest/entry-codec.ts";
import { isLeaf } from "../manifest/node.ts";
import { decodeNode, encodeNode } from "../manifest/node-codec.ts";
import { parseSavedFileMerge } from "../merge/model/saved-file-merge.ts";
import { FRAME_TARGET, MAX_FRAME, makeFrame, openFrame } from "../objects/frame.ts";
import { decodeDirectory, encodeHeader, encodeTail } from "../objects/pack-format.ts";
import {
  parseConflict,
  parseCounts,
  parseDecision,
  parseOptions,
  parseVersions,
} from "../sessions/session-json.ts";
import { linesOf, requirePatterns } from "../snapshot/ignore-patterns.ts";
import { IgnoreRules } from "../snapshot/ignore-rules.ts";
import { SEED, survived } from "../testing/campaign.ts";
import { mutate, mutateText } from "../testing/fuzz/mutate.ts";
import { beat, casesOf, Random } from "../testing/fuzz/random.ts";
import { seededBytes } from "../testing/trees.ts";

/** The most memory that a run may come to, in bytes. */
const MOST_MEMORY = 1024 * 1024 * 1024;

/** Runs cases of a kind, each from a seed of its own. */
function fuzz(
  kind: string,
  { few, share }: { few: number; share: number },
  run: (random: Random) => void,
): void {
  const cases = casesOf(few, share);
  it(`${kind}: ${cases} cases (seed ${SEED})`, () => {
    for (let no = 0; no < cases; no++) {
      if (no % 500 === 0) beat(`${kind}, case ${no}, seed ${SEED}`);
      const random = new Random(SEED * 1_000_003 + no);
      try {
        run(random);
      } catch (thrown) {
        throw new Error(`${kind}, case ${no}, seed ${SEED}: ${String(thrown)}`, { cause: thrown });
      }
    }
    survived("cases", kind, cases);
    expect(process.memoryUsage().rss).toBeLessThan(MOST_MEMORY);
  }, 3_600_000);
}

/** Returns what work gives, or undefined if it fails in one of the ways that are allowed. */
function orRefused<T>(work: () => T, codes: readonly string[]): T | undefined {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof StrataError && codes.includes(thrown.code)) return undefined;
    throw thrown;
  }
}

const id = (no: number) => hashId(seededBytes(no, 10));
const entries: readonly Entry[] = [
  fileEntry(0o644, 5, { kind: "inline", bytes: Buffer.from("bytes") }),
  fileEntry(0o755, 30, { kind: "chunks", chunks: [1, 2, 3].map((no) => ({ id: id(no), len: 10 })) }),
  fileEntry(0o600, 5_000_000_000, { kind: "list", id: id(4) }),
  symlinkEntry("../elsewhere"),
];
const items = Array.from({ length: 40 }, (_, no) => ({
  key: `folder/${String(no).padStart(3, "0")}`,
  entry: entries[no % entries.length] ?? symlinkEntry("x"),
}));

describe("hostile bytes are refused, or are what they say", () => {
  const nodes = [
    encodeNode({ level: 0, items }),
    encodeNode({ level: 0, items: [] }),
    encodeNode({
      level: 3,
      items: items.map(({ key }, no) => ({ key, id: id(no), entries: no, bytes: no * 7 })),
    }),
  ];
  fuzz("nodes", { few: 2000, share: 0.2 }, (random) => {
    const bytes = mutate(random.of(nodes), random);
    const node = orRefused(() => decodeNode(hashId(bytes), bytes), ["CorruptObject"]);
    if (node === undefined) return;
    expect(Buffer.from(encodeNode(node)).equals(bytes)).toBe(true);
    if (!isLeaf(node)) return;
    for (const { key } of node.items) expect(key).not.toMatch(/^\/|(^|\/)\.{0,2}(\/|$)|\0/);
  });

  const lists = [0, 2].map((level) =>
    encodeChunkList({ level, items: Array.from({ length: 300 }, (_, no) => ({ id: id(no), len: no + 1 })) }),
  );
  fuzz("chunk lists", { few: 1000, share: 0.15 }, (random) => {
    const bytes = mutate(random.of(lists), random);
    const list = orRefused(() => decodeChunkList(hashId(bytes), bytes), ["CorruptObject"]);
    if (list !== undefined) expect(Buffer.from(encodeChunkList(list)).equals(bytes)).toBe(true);
  });

  const encoded = entries.map(encodeEntry);
  fuzz("entries of working copies", { few: 2000, share: 0.2 }, (random) => {
    const bytes = mutate(random.of(encoded), random);
    let entry: Entry;
    try {
      entry = decodeEntry(bytes);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Error);
      expect(thrown).not.toBeInstanceOf(RangeError);
      expect(thrown).not.toBeInstanceOf(TypeError);
      return;
    }
    expect(Buffer.from(encodeEntry(entry)).equals(bytes)).toBe(true);
  });
});

describe("hostile frames and directories are refused, or give no more than they may", () => {
  const plaintext = Buffer.from("some text of a frame, again and again. ".repeat(2000));
  const frames = [
    makeFrame("content", [{ id: hashId(plaintext), len: plaintext.length }], plaintext),
    makeFrame("content", [{ id: id(1), len: 5000 }], seededBytes(1, 5000)),
  ];
  fuzz("frames", { few: 1500, share: 0.15 }, (random) => {
    const { codec, rawLen, stored } = random.of(frames);
    const shape = { codec, rawLen: random.below(4) === 0 ? random.below(2 ** 32) : rawLen };
    try {
      expect(openFrame(shape, mutate(stored, random)).length).toBe(shape.rawLen);
      expect(shape.rawLen).toBeLessThanOrEqual(MAX_FRAME);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Error);
      expect((thrown as Error).constructor).toBe(Error);
    }
  });

  const packed = frames.map(({ codec, rawLen, stored, objects }, no) => ({
    ...{ codec, rawLen, objects, storedLen: stored.length },
    offset: 16 + (no === 0 ? 0 : (frames[0]?.stored.length ?? 0)),
  }));
  const end = 16 + frames.reduce((sum, { stored }) => sum + stored.length, 0);
  const pack = Buffer.concat([
    encodeHeader("content"),
    ...frames.map(({ stored }) => stored),
    encodeTail("content", packed, end),
  ]);
  fuzz("directories of packs", { few: 1500, share: 0.15 }, (random) => {
    // Mostly at the end, where the directory is.
    const cut = random.below(3) === 0 ? 0 : end;
    const bytes = Buffer.concat([pack.subarray(0, cut), mutate(pack.subarray(cut), random)]);
    const read = (offset: number, length: number) => {
      if (offset < 0 || offset + length > bytes.length) throw new Error("it is cut short");
      return bytes.subarray(offset, offset + length);
    };
    try {
      // Unchecked, as of somebody who has made the checksum match.
      const { frames: found } = decodeDirectory(bytes.length, read, { unchecked: true });
      for (const { offset, storedLen, rawLen } of found) {
        expect(offset + storedLen).toBeLessThanOrEqual(bytes.length);
        expect(rawLen).toBeLessThanOrEqual(MAX_FRAME);
      }
    } catch (thrown) {
      expect((thrown as Error).constructor).toBe(Error);
    }
  });

  it("a frame that claims to be huge takes no memory", () => {
    const context = new zstd.CCtx();
    const zeros = Buffer.alloc(FRAME_TARGET);
    const out = Buffer.alloc(zstd.compressBound(zeros.length));
    const stored = Buffer.from(out.subarray(0, context.compress2(out, zeros)));
    // A header that says 2^62 bytes: single segment, a content size of 8 bytes.
    const claiming = Buffer.concat([
      stored.subarray(0, 4),
      Buffer.from([0xe0]),
      Buffer.alloc(8),
      stored.subarray(9),
    ]);
    claiming.writeBigUInt64LE(2n ** 62n, 5);
    const before = process.memoryUsage().rss;
    expect(() => openFrame({ codec: "zstd", rawLen: FRAME_TARGET }, claiming)).toThrow(Error);
    expect(() => openFrame({ codec: "zstd", rawLen: 2 ** 40 }, stored)).toThrow("larger than any can be");
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });
});

describe("hostile texts are refused, or are what they say", () => {
  const jsons: readonly (readonly [
    text: string,
    parse: (text: string, row: { merge: number }) => unknown,
  ])[] = [
    [
      '{"take":"content","id":"0000000000000000000000000000000000000000000000000000000000000000"}',
      parseDecision,
    ],
    ['{"take":"both","as":"a/b","first":"ours"}', parseDecision],
    [
      '{"take":"rows","rows":[{"table":"t","key":[1],"take":"ours"}],"tables":[{"table":"t","take":"base"}]}',
      parseDecision,
    ],
    ['{"auto":1,"conflicts":2,"resolved":0,"suggestions":1}', parseCounts],
    [
      '{"reason":"x","moved":[{"base":"a","ours":"b","theirs":null}],"mode":33188,"permissions":true}',
      parseConflict,
    ],
    [
      `{"base":null,"ours":{"path":"a","entry":"${Buffer.from(encodeEntry(entries[0] ?? symlinkEntry("x"))).toString("base64")}"},"theirs":null}`,
      parseVersions,
    ],
    [
      '{"renames":true,"baseGiven":false,"follows":{"ours":true,"theirs":true},"moves":"ours","folders":["a"]}',
      parseOptions,
    ],
    [
      '{"version":2,"lines":[3,3,3],"regions":[{"at":[[0,1],[0,1],[0,1]],"kind":"conflict","decision":"open"}]}',
      (text) => {
        const parsed = parseSavedFileMerge(JSON.parse(text));
        if (!parsed.ok) throw new StrataError("DatabaseDamaged", parsed.why);
      },
    ],
  ];
  fuzz("rows of merges", { few: 1500, share: 0.1 }, (random) => {
    const [text, parse] = random.of(jsons);
    try {
      orRefused(() => parse(mutateText(text, random), { merge: 1 }), ["DatabaseDamaged"]);
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
    }
  });

  const rules = [
    "*.log\n!keep.log\n/build/\n",
    "**/a/**/b\n[a-z]?.tmp\n\\#x\n",
    "a{b,c}\n foo\\ \n(x|y)+\n[!a]*\n",
  ];
  let paths: string[];
  beforeAll(() => {
    paths = ["a/b", "keep.log", "build", "x/y/z.tmp", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"];
  });
  fuzz("ignore rules", { few: 500, share: 0.05 }, (random) => {
    const text = mutateText(random.of(rules), random);
    const about = { hint: "", data: {} };
    const isUsable = orRefused(() => {
      requirePatterns(linesOf(text), "The ignore file", about);
      return true;
    }, ["BadIgnoreRules"]);
    if (isUsable !== true) return;
    const inside = IgnoreRules.forLabel({ ignore: linesOf(text) });
    for (const path of paths) expect(typeof inside.ignores(path, false)).toBe("boolean");
  });
});
