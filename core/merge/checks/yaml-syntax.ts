import { EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from "js-yaml";
import { MOST_FINDINGS } from "./finding.ts";
import { duplicateKey, type ParsedText, type Problem, type Syntax } from "./syntax.ts";

/** YAML of any number of documents. It is only read as a stream of events: no alias is followed. */
export const yamlSyntax: Syntax = { name: "YAML", dialects: [parse] };

/** Maximum nesting, far above what people write and far below what overflows the stack. */
const MOST_NESTED = 500;

function parse(text: string): ParsedText {
  try {
    return inspect(text, parseEvents(text, { maxDepth: MOST_NESTED }));
  } catch (thrown) {
    if (!(thrown instanceof YAMLException) || thrown.mark === undefined) throw thrown;
    const { line, column } = thrown.mark;
    return { error: { line: line + 1, column: column + 1, message: thrown.reason } };
  }
}

/** A sequence or mapping that is not closed yet. */
interface Open {
  /** The keys so far; undefined for a sequence. */
  readonly keys: Set<string> | undefined;
  isKeyNext: boolean;
}

/** Finds keys that a mapping has twice, and an alias without its anchor, which is an error. */
function inspect(text: string, events: readonly Event[]): ParsedText {
  const duplicates: Problem[] = [];
  const open: Open[] = [];
  let anchors = new Set<string>();
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      anchors = new Set();
      open.push({ keys: undefined, isKeyNext: false });
      continue;
    }
    const anchor = text.slice(event.anchorStart, event.anchorEnd);
    if (event.type === EVENT_ID.ALIAS) {
      const message = `there is no anchor &${anchor} before this alias`;
      if (!anchors.has(anchor)) return { error: { ...placeOf(text, event.anchorStart), message } };
    } else if (event.anchorStart >= 0) anchors.add(anchor);
    const parent = open.at(-1);
    if (parent?.keys !== undefined) {
      if (parent.isKeyNext && event.type === EVENT_ID.SCALAR) {
        const key = getScalarValue(text, event);
        // Several merges of other mappings are common, and most parsers take them.
        if (parent.keys.has(key) && key !== "<<" && duplicates.length < MOST_FINDINGS) {
          const { line, column } = placeOf(text, event.valueStart);
          duplicates.push(duplicateKey(key, line, column));
        }
        parent.keys.add(key);
      }
      parent.isKeyNext = !parent.isKeyNext;
    }
    if (event.type === EVENT_ID.SEQUENCE) open.push({ keys: undefined, isKeyNext: false });
    else if (event.type === EVENT_ID.MAPPING) open.push({ keys: new Set(), isKeyNext: true });
  }
  return { duplicates };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
