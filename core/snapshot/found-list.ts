import { BincodeWriter } from "../manifest/bincode-writer.ts";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry, writeEntry } from "../manifest/entry-codec.ts";
import { ByteLog } from "./byte-log.ts";
import { SIGNATURE_BYTES, type Signature, sizeIn } from "./signature.ts";
import type { RememberedFile } from "./stat-segment.ts";
import type { FoundFile } from "./walk.ts";

/** The part of a file that reading it needs. */
export type ListedFile = Pick<FoundFile, "folder" | "name" | "alone" | "size" | "signature">;

/** A folder on disk with files of the list. */
export interface ListedFolder {
  readonly path: Buffer;
  /** Whether its files were named one by one, so that it may have others. */
  readonly alone: boolean;
  /** The numbers of its files, in order. */
  readonly files: number[];
}

/** Where an entry comes from: the stat cache, a reading, or a reading too soon after a change to notice a later one. */
export type Origin = "recalled" | "read" | "read too soon";

const ORIGINS: readonly (Origin | undefined)[] = [undefined, "recalled", "read", "read too soon"];
const NONE = -1;

/** The record of each: u8 origin, u32 folder, the signature (zeros for a link), the name or a link's path. */
const FOLDER_AT = 1;
const SIGNATURE_AT = 5;
const NAME_AT = SIGNATURE_AT + SIGNATURE_BYTES;
/** The folder number of links. */
const NO_FOLDER = 0xffffffff;

/**
 * The files and links that a walk found, numbered in order, and their entries. Takes 100 to 150 bytes each, plus the
 * name and inline content.
 */
export class FoundList {
  readonly #pieces = new ByteLog();
  readonly #pieceOf: number[] = [];
  readonly #entries = new ByteLog();
  readonly #entryOf: number[] = [];
  readonly #folders: (ListedFolder & { readonly prefix: string })[] = [];
  /** By the folder, or by its path for files named one by one, which share no object. */
  readonly #folderNos = new Map<Buffer | string, number>();
  readonly #encoded = new BincodeWriter();

  get length(): number {
    return this.#pieceOf.length;
  }

  get folders(): readonly ListedFolder[] {
    return this.#folders;
  }

  /** Adds a file without an entry. */
  addFile(found: FoundFile): void {
    const folder = this.#folderNo(found);
    this.#folders[folder]?.files.push(this.length);
    this.#add(folder, found.signature, found.name);
  }

  /** Adds a link with its entry. */
  addLink(path: string, entry: Entry): void {
    this.#add(NO_FOLDER, NO_SIGNATURE, path);
    this.#setEntry(this.length - 1, entry);
  }

  path(no: number): string {
    const piece = this.#piece(no);
    return (this.#folderOf(piece)?.prefix ?? "") + nameIn(piece);
  }

  /** Returns a file; undefined for a link. */
  file(no: number): ListedFile | undefined {
    const piece = this.#piece(no);
    const folder = this.#folderOf(piece);
    if (folder === undefined) return undefined;
    const signature = signatureIn(piece);
    const { path, alone } = folder;
    return { folder: path, alone, name: nameIn(piece), size: sizeIn(signature), signature };
  }

  hasEntry(no: number): boolean {
    return this.#entryOf[no] !== NONE;
  }

  entry(no: number): Entry | undefined {
    const entry = this.#entryOf[no] ?? NONE;
    return entry === NONE ? undefined : decodeEntry(this.#entries.get(entry));
  }

  /** Sets a file's entry, and the signature at its reading if it may have changed. */
  keep(no: number, entry: Entry, origin: Origin, signature?: Signature): void {
    const piece = this.#piece(no);
    piece[0] = ORIGINS.indexOf(origin);
    if (signature !== undefined) piece.set(signature, SIGNATURE_AT);
    this.#setEntry(no, entry);
  }

  origin(no: number): Origin | undefined {
    return ORIGINS[this.#piece(no)[0] ?? 0];
  }

  /** Returns what the stat cache should keep of a file that has an entry. */
  remembered(no: number): RememberedFile {
    const piece = this.#piece(no);
    const entry = this.#entries.get(this.#entryOf[no] ?? NONE);
    return { name: nameIn(piece), signature: signatureIn(piece), entry };
  }

  #add(folder: number, signature: Signature, name: string): void {
    const piece = this.#pieces.add(NAME_AT + Buffer.byteLength(name), (block, at) => {
      block[at] = 0;
      block.writeUInt32LE(folder, at + FOLDER_AT);
      block.set(signature, at + SIGNATURE_AT);
      block.write(name, at + NAME_AT);
    });
    this.#pieceOf.push(piece);
    this.#entryOf.push(NONE);
  }

  #piece(no: number): Buffer {
    return this.#pieces.get(this.#pieceOf[no] ?? NONE);
  }

  #folderOf(piece: Buffer): (ListedFolder & { readonly prefix: string }) | undefined {
    return this.#folders[piece.readUInt32LE(FOLDER_AT)];
  }

  #setEntry(no: number, entry: Entry): void {
    writeEntry(this.#encoded, entry);
    this.#entryOf[no] = this.#entries.add(this.#encoded.length, (block, at) =>
      this.#encoded.takeInto(block, at),
    );
  }

  #folderNo({ folder, path, name, alone }: FoundFile): number {
    const key = alone ? folder.toString("latin1") : folder;
    let no = this.#folderNos.get(key);
    if (no === undefined) {
      const prefix = path.slice(0, path.length - name.length);
      no = this.#folders.push({ path: folder, prefix, alone, files: [] }) - 1;
      this.#folderNos.set(key, no);
    }
    return no;
  }
}

const NO_SIGNATURE: Signature = Buffer.alloc(SIGNATURE_BYTES);

function nameIn(piece: Buffer): string {
  return piece.toString("utf8", NAME_AT);
}

function signatureIn(piece: Buffer): Signature {
  return piece.subarray(SIGNATURE_AT, NAME_AT);
}
