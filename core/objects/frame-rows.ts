import { type Column, isCount, isOneOf } from "../database/rows.ts";
import { MAX_FRAME } from "./frame.ts";

/** Length of a frame in bytes, compressed or not: compression that does not pay is left out. */
const isFrameLength: Column<number> = (value): value is number => isCount(value) && value <= MAX_FRAME;

/** The columns that say how a frame's bytes are stored. */
export const FRAME_COLUMNS = { raw: isFrameLength, codec: isOneOf("raw", "zstd") };

/** The columns that say where a frame's bytes are in a pack. */
export const PLACE_COLUMNS = { offset: isCount, stored: isFrameLength };

/** The columns that say where an object is in its frame. */
export const OBJECT_COLUMNS = { start: isFrameLength, len: isFrameLength };

/** The column of the kinds of packs and frames. */
export const isKind = isOneOf("content", "metadata");
