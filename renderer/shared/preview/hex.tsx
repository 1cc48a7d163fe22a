import { useQueries } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type FormEvent, useCallback, useId, useRef, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { readQuery } from "../../api/queries.ts";
import { IconButton } from "../../components/button.tsx";
import { count, nameOf } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import cells from "./cell.module.css";
import { Grid, type GridHandle } from "./grid.tsx";
import styles from "./hex.module.css";
import {
  asciiOf,
  bytesOf,
  hexOf,
  offsetOf,
  PAGE_BYTES,
  PART,
  parseOffset,
  partsOf,
  ROW,
} from "./hex-rows.ts";
import preview from "./preview.module.css";

const words = text.files;

interface HexViewProps {
  readonly snapshot: string;
  readonly path: string;
  readonly size: number;
}

/** A file of any size as its bytes. */
export function HexView({ snapshot, path, size }: HexViewProps) {
  const grid = useRef<GridHandle>(null);
  const [part, setPart] = useState(0);
  const [range, setRange] = useState({ first: 0, last: 1 });
  const start = part * PART;
  const rows = Math.ceil(Math.min(PART, size - start) / ROW);
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), []);
  const firstPage = Math.floor((start + range.first * ROW) / PAGE_BYTES);
  const lastPage = Math.floor((start + range.last * ROW - 1) / PAGE_BYTES);
  const pages = useQueries({
    queries: Array.from({ length: lastPage - firstPage + 1 }, (_, no) =>
      readQuery(snapshot, path, (firstPage + no) * PAGE_BYTES, PAGE_BYTES),
    ),
  });
  const bytesAt = (offset: number) => {
    const page = pages[Math.floor(offset / PAGE_BYTES) - firstPage]?.data;
    return page && decoded(page).subarray(offset % PAGE_BYTES, (offset % PAGE_BYTES) + ROW);
  };
  const goTo = (offset: number) => {
    setPart(Math.floor(offset / PART));
    grid.current?.scrollTo(Math.floor((offset % PART) / ROW));
  };
  const failed = pages.find(({ error }) => error !== null)?.error;
  return (
    <>
      <div className={preview.strip}>
        <GoTo size={size} onGo={goTo} />
        {partsOf(size) > 1 && <Parts part={part} parts={partsOf(size)} onGo={(next) => goTo(next * PART)} />}
      </div>
      {failed && (
        <div className={preview.trouble}>
          <ErrorPanel error={asAppError(failed)} />
        </div>
      )}
      <Grid
        ref={grid}
        label={words.bytes(nameOf(path))}
        count={rows}
        columns={`${offsetOf(0, size).length + 4}ch 53ch 20ch`}
        header={HEADER}
        onRange={onRange}
        renderRow={(index) => {
          const offset = start + index * ROW;
          const bytes = bytesAt(offset);
          return (
            <>
              <th scope="row" className={`${cells.cell} mono muted`}>
                {offsetOf(offset, size)}
              </th>
              <td className={`${cells.cell} ${cells.code} mono selectable`}>{bytes && hexOf(bytes)}</td>
              <td className={`${cells.cell} ${cells.code} mono selectable`}>{bytes && asciiOf(bytes)}</td>
            </>
          );
        }}
      />
    </>
  );
}

const HEADER = [words.offset, words.hex, words.ascii].map((name) => (
  <th key={name} scope="col" className={`${cells.cell} mono`}>
    {name}
  </th>
));

/** Pages are decoded once, and forgotten with the answers that they came in. */
const known = new WeakMap<object, Uint8Array>();

function decoded(page: { readonly bytes: string }): Uint8Array {
  const bytes = known.get(page) ?? bytesOf(page.bytes);
  known.set(page, bytes);
  return bytes;
}

function GoTo({ size, onGo }: { readonly size: number; readonly onGo: (offset: number) => void }) {
  const [value, setValue] = useState("");
  const [wrong, setWrong] = useState(false);
  const about = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const offset = parseOffset(value, size);
    setWrong(offset === undefined);
    if (offset !== undefined) onGo(offset);
  };
  return (
    <form className={styles.goTo} onSubmit={submit}>
      <input
        className={`${styles.offset} mono`}
        aria-label={words.goTo}
        placeholder={words.goTo}
        aria-invalid={wrong}
        aria-describedby={wrong ? about : undefined}
        spellCheck={false}
        value={value}
        onChange={(event) => {
          setValue(event.target.value);
          setWrong(false);
        }}
      />
      {wrong && (
        <p id={about} className={styles.problem} role="alert">
          {words.goToProblem(count(Math.max(0, size - 1)))}
        </p>
      )}
    </form>
  );
}

interface PartsProps {
  readonly part: number;
  readonly parts: number;
  readonly onGo: (part: number) => void;
}

function Parts({ part, parts, onGo }: PartsProps) {
  return (
    <span className={styles.parts}>
      <IconButton
        label={words.previousPart}
        icon={<ChevronLeft size={16} />}
        disabled={part === 0}
        onClick={() => onGo(part - 1)}
      />
      <span className="muted">{words.part(count(part + 1), count(parts))}</span>
      <IconButton
        label={words.nextPart}
        icon={<ChevronRight size={16} />}
        disabled={part === parts - 1}
        onClick={() => onGo(part + 1)}
      />
    </span>
  );
}
