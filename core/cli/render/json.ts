/** Pieces are about so long, in characters. */
const PIECE = 64 * 1024;

/**
 * Returns a document as JSON, in pieces: a listing may be longer than a string can be. The members of the document's own
 * arrays are written one by one, everything else as a whole.
 */
export function* jsonPieces(document: object): Generator<string> {
  let piece = "{";
  let first = true;
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    piece += `${first ? "" : ","}${JSON.stringify(key)}:`;
    first = false;
    if (!Array.isArray(value)) {
      piece += JSON.stringify(value);
      continue;
    }
    piece += "[";
    for (const [at, member] of value.entries()) {
      piece += `${at === 0 ? "" : ","}${JSON.stringify(member)}`;
      if (piece.length >= PIECE) {
        yield piece;
        piece = "";
      }
    }
    piece += "]";
  }
  yield `${piece}}\n`;
}

/** Yields entries as JSON, one a line, in pieces. */
export function* rowPieces(rows: readonly unknown[]): Generator<string> {
  yield* linePieces(jsonLines(rows));
}

function* jsonLines(rows: readonly unknown[]): Generator<string> {
  for (const row of rows) yield JSON.stringify(row);
}

/** Yields lines in pieces. */
export function* linePieces(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
